// What Slack refused, drawn: each block that a pointer leads into, with the offending part marked and the
// reasons below it.

import { renderBlocks, surfaceOf } from "./blocks.js";
import { el, icon } from "./dom.js";
import { dropForms } from "./form.js";
import { nodeOf } from "./marks.js";

const SAID = /^(.*?)\s*\[json-pointer:([^\]]*)\]\s*$/s;
const LONGEST = 120; // characters of an offending value

/** "must be less than 3001 characters [json-pointer:/blocks/0/text/text]" -> {words, pointer} */
export function problemsIn(pointers) {
  return pointers.map((said) => {
    const found = SAID.exec(String(said));
    return found ? { words: found[1], pointer: found[2] } : { words: String(said), pointer: "" };
  });
}

export function refusedBlocks(entry, document, problems) {
  const groups = new Map(); // pointer of a block -> its problems
  for (const problem of problems) {
    const path = follow(document, problem.pointer);
    const at = path.findIndex((step, index) => index > 0 && path[index - 1].key === "blocks");
    const step = at >= 0 ? path[at] : null;
    const key = step?.pointer ?? "";
    if (!groups.has(key)) groups.set(key, { block: step?.value ?? null, problems: [] });
    groups.get(key).problems.push({ ...problem, path });
  }
  const shown = [...groups].map(([pointer, group]) => refusedBlock(entry, pointer, group));
  dropForms(surfaceKey(entry), new Set());
  return el("section", { class: "refused", "aria-label": "Refused", data: { testid: "refused" } }, shown);
}

const surfaceKey = (entry) => `refused:${entry.id}:`;

function refusedBlock(entry, pointer, { block, problems }) {
  const drawn = isObject(block) ? drawing(entry, pointer, block) : null;
  if (drawn) for (const problem of problems) mark(problem);
  return el(
    "figure",
    { class: "refused-block", data: { testid: "refused-block", pointer } },
    pointer ? el("figcaption", { class: "refused-place" }, `${pointer}  ·  ${block?.type ?? "not a block"}`) : null,
    drawn,
    el("ul", { class: "refused-reasons" }, problems.map(reason)),
  );
}

/** The block as the page would show it; it cannot be pressed. One too broken to draw is said to be so. */
function drawing(entry, pointer, block) {
  const surface = surfaceOf(surfaceKey(entry) + pointer, { type: "refused" });
  try {
    return el("div", { class: "refused-drawing", inert: true }, renderBlocks([block], surface));
  } catch {
    return el("div", { class: "refused-drawing muted" }, "This block is too broken to be drawn.");
  }
}

/** Marks the deepest part of the path that was drawn as something of its own. */
function mark({ path, words }) {
  const node = path.map((step) => nodeOf(step.value)).findLast(Boolean);
  if (!node) return;
  node.classList.add("offending");
  node.setAttribute("title", words);
  node.dataset.offending = "true";
}

function reason({ words, pointer, path }) {
  const end = path.at(-1);
  return el(
    "li",
    {},
    icon("warning", 14),
    el(
      "span",
      {},
      el("strong", {}, words),
      " ",
      el("code", {}, pointer),
      end?.pointer === pointer && pointer ? el("span", { class: "muted" }, `  ${described(end.value)}`) : null,
    ),
  );
}

function described(value) {
  if (typeof value === "string" && value.length > LONGEST) return `${[...value].length} characters`;
  if (Array.isArray(value)) return `${value.length} items`;
  const words = JSON.stringify(value) ?? "";
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}

/** The values on the way of a pointer, as far as it leads: [{key, pointer, value}]. */
function follow(document, pointer) {
  const out = [];
  let value = document;
  let reached = "";
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (!isObject(value) || !Object.hasOwn(value, key)) break;
    value = value[key];
    reached += `/${part}`;
    out.push({ key, pointer: reached, value });
  }
  return out;
}

const isObject = (value) => value !== null && typeof value === "object";
