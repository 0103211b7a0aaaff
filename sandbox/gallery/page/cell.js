// One drawing in one language: its verdict, the drawing as the page shows it, and its JSON.

import { renderBlocks, surfaceOf } from "/blocks.js";
import { el, fill, icon } from "/dom.js";
import { jsonView } from "/json_view.js";
import { nodeOf } from "/marks.js";
import { drawMessages } from "/messages.js";
import { textObject } from "/mrkdwn.js";
import { problemsIn } from "/refused.js";
import { store } from "/store.js";

const POSTED_S = 1795338600; // the morning of the examples

let number = 0; // each drawing is a message or a view of its own

/** The place of a drawing; `drawCell` draws it when its turn comes. */
export function cellOf(language, drawing, reader) {
  number += 1;
  const problems = problemsIn(drawing.problems);
  const stage = el("div", { class: `stage stage-${drawing.surface}` });
  const data = { testid: "cell", language, refused: problems.length ? "true" : null };
  const node = el("article", { class: "cell", lang: language, data }, head(language, problems), stage, json(drawing));
  return { node, stage, language, drawing, problems, reader, number, isDrawn: false };
}

export function drawCell(cell) {
  store.user = cell.reader; // dates and names are the reader's
  cell.isDrawn = true;
  try {
    DRAW[cell.drawing.surface](cell);
  } catch (error) {
    fill(cell.stage, el("div", { class: "muted" }, `Too broken to be drawn: ${error.message}`));
  }
  for (const field of cell.stage.querySelectorAll("input[type=file]")) field.disabled = true; // nobody would get it
  for (const problem of cell.problems) mark(cell.drawing.payload, problem);
  cell.node.dataset.drawn = "true";
}

function head(language, problems) {
  const verdict = problems.length
    ? el("ul", { class: "reasons", data: { testid: "reasons" } }, problems.map(reason))
    : el("span", { class: "badge-good", data: { testid: "good" } }, icon("check", 14), "Slack takes it");
  return el("header", { class: "cell-head" }, el("span", { class: "cell-language" }, language), verdict);
}

const reason = ({ words, pointer }) =>
  el("li", {}, icon("warning", 14), el("span", {}, el("strong", {}, words), " ", el("code", {}, pointer)));

/** The JSON is made when it is looked at: hundreds of them would be the heaviest part of the page. */
function json(drawing) {
  const pointers = new Set(problemsIn(drawing.problems).map((problem) => problem.pointer));
  const holder = el("div");
  const details = el("details", { class: "cell-json" }, el("summary", {}, "JSON"), holder);
  details.addEventListener("toggle", () => {
    if (details.open) fill(holder, jsonView(drawing.name, drawing.payload, { marked: pointers }));
  });
  return details;
}

function message({ stage, drawing, number: ts }) {
  const list = el("div", { class: "messages" });
  el("div", {}, list); // drawn outside of the page: it asks for heights, which would lay out the page each time
  const posted = {
    ...drawing.payload,
    ts: `${POSTED_S}.${String(ts).padStart(6, "0")}`,
    user: store.app.bot_user_id,
    bot_id: "B0",
    bot_profile: { name: store.app.name },
  };
  drawMessages(list, [posted], { channel: { id: "C0OPS", name: "ops" }, inThread: true });
  fill(stage, list);
}

function modal({ stage, drawing, number: id }) {
  const view = drawing.payload;
  const words = view.close ? textObject(view.close) : view.submit ? "Cancel" : "Close";
  const mark = el("span", { class: "app-mark", "aria-hidden": "true" }, store.app.name.charAt(0).toUpperCase());
  const surface = surfaceOf(`gallery:${id}`, { type: "view", view_id: `V${id}` });
  fill(
    stage,
    el(
      "div",
      { class: "modal", role: "group", "aria-label": view.title?.text },
      el("div", { class: "modal-head" }, mark, el("h3", {}, textObject(view.title))),
      el("div", { class: "modal-body" }, renderBlocks(view.blocks, surface)),
      el(
        "div",
        { class: "modal-foot" },
        el("span", { class: "button" }, words),
        view.submit ? el("span", { class: "button primary" }, textObject(view.submit)) : null,
      ),
    ),
  );
}

function home({ stage, drawing, number: id }) {
  const surface = surfaceOf(`gallery:${id}`, { type: "home", view_id: `V${id}` });
  fill(stage, el("div", { class: "home-tab" }, renderBlocks(drawing.payload.blocks, surface)));
}

/** Points at the deepest part on the way of the pointer that was drawn as something of its own. */
function mark(document, { pointer, words }) {
  let part = document;
  let node = null;
  for (const key of pointer.split("/").slice(1)) {
    part = part?.[key.replaceAll("~1", "/").replaceAll("~0", "~")];
    node = nodeOf(part) ?? node;
  }
  node?.classList.add("offending");
  node?.setAttribute("title", words);
}

const DRAW = { message, modal, home };
