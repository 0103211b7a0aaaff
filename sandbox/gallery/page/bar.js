// The bar above the drawings: how many there are, and what to show of them.

import { el, fill, keepingFocus } from "/dom.js";
import { isOfKind, KINDS, wanted } from "./wanted.js";

/** Draws the bar. `change` loads and shows anew, `sift` only hides and shows. */
export function showBar({ languages, exhibits, change, sift }) {
  const bar = document.getElementById("gallery-bar");
  keepingFocus(bar, () =>
    fill(
      bar,
      el("div", { class: "bar-line" }, title(exhibits), search(sift)),
      el("div", { class: "bar-line picks", role: "group", "aria-label": "Kind" }, kinds(exhibits, sift)),
      el(
        "div",
        { class: "bar-line picks" },
        el(
          "span",
          { class: "pick-group", role: "group", "aria-label": "Languages" },
          languages.map((language) => languagePick(language, change)),
        ),
        el("span", { class: "pick-group", role: "group", "aria-label": "Texts" }, texts(change)),
      ),
    ),
  );
}

function title(exhibits) {
  const cells = exhibits.flatMap((exhibit) => [...exhibit.cells.values()]);
  const refused = cells.filter((cell) => cell.drawing.problems.length).length;
  const languages = new Set(cells.map((cell) => cell.language)).size;
  const said = cells.length
    ? `${exhibits.length} drawings, ${languages} ${languages === 1 ? "language" : "languages"}, ${refused || "none"} refused`
    : "Drawing…";
  return el(
    "div",
    { class: "gallery-title" },
    el("a", { href: "/", class: "gallery-back" }, "Slack sandbox"),
    el("h1", {}, "Gallery"),
    el("span", { class: refused ? "verdict bad" : "verdict", data: { testid: "verdict" }, role: "status" }, said),
  );
}

function search(sift) {
  const field = el("input", {
    class: "field gallery-search",
    type: "search",
    placeholder: "Filter by name",
    "aria-label": "Filter by name",
    autocomplete: "off",
    data: { testid: "gallery-search" },
  });
  field.value = wanted.name;
  field.addEventListener("input", () => {
    wanted.name = field.value.trim();
    sift();
  });
  return field;
}

const kinds = (exhibits, sift) =>
  KINDS.map(([kind, label]) => {
    const count = exhibits.filter((exhibit) => isOfKind(exhibit, kind)).length;
    const choose = () => {
      wanted.kind = kind;
      sift();
    };
    return count || kind === "all" ? pick(`${label} ${count}`, wanted.kind === kind, choose, `kind-${kind}`) : null;
  });

function languagePick(language, change) {
  const isOn = wanted.languages.has(language);
  const turn = () => {
    if (!isOn) wanted.languages.add(language);
    else if (wanted.languages.size > 1) wanted.languages.delete(language);
    change();
  };
  return pick(nameOf(language), isOn, turn, `language-${language}`);
}

const texts = (change) =>
  [
    ["example", "Examples"],
    ["hostile", "Hostile texts"],
  ].map(([text, label]) =>
    pick(
      label,
      wanted.text === text,
      () => {
        if (wanted.text === text) return;
        wanted.text = text;
        change({ afresh: true });
      },
      `text-${text}`,
    ),
  );

const pick = (label, isOn, click, testid) =>
  el("button", { type: "button", class: "pick", "aria-pressed": String(isOn), data: { testid }, on: { click } }, label);

function nameOf(language) {
  const words = new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
  return words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
}
