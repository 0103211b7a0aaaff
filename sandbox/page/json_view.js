// JSON as coloured lines. A line whose pointer is among the marked ones stands out.

import { el, iconButton } from "./dom.js";
import { toast } from "./toasts.js";

const LONGEST = 600; // characters of one string; the rest is counted, and copying gives it whole

/** A titled view of a value; `marked` holds JSON pointers to point out. */
export function jsonView(title, value, { marked = new Set(), note = "" } = {}) {
  const copy = () => void navigator.clipboard.writeText(JSON.stringify(value, null, 2)).then(said, refused);
  const said = () => toast("success", "Copied");
  const refused = () => toast("warning", "This browser does not let the page copy.");
  return el(
    "section",
    { class: "json", "aria-label": title, data: { testid: `json-${title.toLowerCase()}` } },
    el(
      "div",
      { class: "json-head" },
      el("h4", {}, title),
      note ? el("span", { class: "json-note" }, note) : null,
      el("span", { class: "bar-space" }),
      iconButton("copy", `Copy ${title.toLowerCase()}`, copy),
    ),
    el("pre", { class: "json-lines", tabindex: "0", "aria-label": title }, lines(value, "", "", "", marked)),
  );
}

function lines(value, pointer, name, indent, marked) {
  const lead = [indent, name ? el("span", { class: "json-name" }, `${JSON.stringify(name)}: `) : ""];
  if (value === null || typeof value !== "object") return [line(pointer, marked, lead, scalar(value))];
  const isList = Array.isArray(value);
  const [open, close] = isList ? "[]" : "{}";
  const entries = Object.entries(value);
  if (!entries.length) return [line(pointer, marked, lead, open + close)];
  return [
    line(pointer, marked, lead, open),
    ...entries.flatMap(([key, inner]) =>
      lines(inner, `${pointer}/${escapePart(key)}`, isList ? "" : key, `${indent}  `, marked),
    ),
    line("", new Set(), [indent], close),
  ];
}

const line = (pointer, marked, ...parts) =>
  el("span", { class: marked.has(pointer) && pointer ? "json-line json-marked" : "json-line" }, parts, "\n");

function scalar(value) {
  if (typeof value !== "string") return el("span", { class: "json-plain" }, String(value));
  const points = [...value];
  const rest = points.length - LONGEST;
  const shown = rest > 0 ? points.slice(0, LONGEST).join("") : value;
  return [
    el("span", { class: "json-string" }, JSON.stringify(shown)),
    rest > 0 ? el("span", { class: "json-more" }, ` … ${rest} more characters`) : null,
  ];
}

/** A key as a part of a JSON pointer (RFC 6901). */
export const escapePart = (key) => String(key).replaceAll("~", "~0").replaceAll("/", "~1");
