// Block Kit as Slack draws it. A surface is where blocks stand: {key, container, form}.
// An unknown or newer block is shown as a labelled box: never silently dropped.

import { el, freshId, icon, link } from "./dom.js";
import { card, carousel, container } from "./cards.js";
import { chart } from "./charts.js";
import { renderElement } from "./elements.js";
import { drawnAs } from "./marks.js";
import { mrkdwn, plainWords, textObject } from "./mrkdwn.js";
import { pictureBlock } from "./pictures.js";
import { richText } from "./rich_text.js";
import { formOf } from "./form.js";
import { dataTable, table } from "./tables.js";
import { plan, taskCard } from "./tasks.js";

/** Draws blocks; typed values live in the surface's form. `within` names the block that holds these. */
export function renderBlocks(blocks, surface, within = "") {
  return (blocks ?? []).map((block, index) => {
    const blockId = block.block_id ?? `${within}block-${index}`;
    const renderInner = (inner) => renderBlocks(inner, surface, `${blockId}.`);
    const draw = Object.hasOwn(BLOCKS, block.type) ? BLOCKS[block.type] : unknownBlock;
    const node = draw(block, { surface, form: surface.form, blockId, renderInner });
    node.classList.add("block");
    node.dataset.blockId = blockId;
    node.dataset.blockType = block.type;
    return drawnAs(block, node);
  });
}

/** A surface with the form kept for its key. */
export const surfaceOf = (key, container) => ({ key, container, form: formOf(key) });

function section(block, scope) {
  const scoped = { ...scope, label: block.text ? plainWords(block.text).slice(0, 80) : "" };
  return el(
    "div",
    { class: block.accessory ? "section has-accessory" : "section" },
    el(
      "div",
      { class: "section-body" },
      block.text ? drawnAs(block.text, el("div", { class: "text" }, textObject(block.text))) : null,
      block.fields?.length
        ? el(
            "div",
            { class: "fields" },
            block.fields.map((field) => drawnAs(field, el("div", { class: "text" }, textObject(field)))),
          )
        : null,
    ),
    block.accessory
      ? el("div", { class: `accessory accessory-${block.accessory.type}` }, renderElement(block.accessory, scoped))
      : null,
  );
}

const header = (block) => el("h3", { class: "header" }, textObject(block.text));

const divider = () => el("hr", { class: "divider" });

function context(block, scope) {
  return el(
    "div",
    { class: "context" },
    (block.elements ?? []).map((item) =>
      item.type === "image"
        ? renderElement(item, scope)
        : drawnAs(item, el("span", { class: "text" }, textObject(item))),
    ),
  );
}

const image = (block) => pictureBlock(block, block.title ? textObject(block.title) : null);

const actions = (block, scope) =>
  el(
    "div",
    { class: "actions" },
    (block.elements ?? []).map((item) => renderElement(item, scope)),
  );

const contextActions = (block, scope) =>
  el(
    "div",
    { class: "context-actions" },
    (block.elements ?? []).map((item) => renderElement(item, scope)),
  );

function input(block, scope) {
  const element = block.element ?? { type: "missing" };
  const fieldId = freshId("field");
  const hintId = freshId("hint");
  const errorId = freshId("error");
  const label = plainWords(block.label ?? "");
  const isGroup = ["checkboxes", "radio_buttons"].includes(element.type);
  const node = el("div", { class: "input", data: { required: block.optional ? null : "true" } });
  const scoped = {
    ...scope,
    isInput: true,
    dispatches: block.dispatch_action === true,
    label,
    fieldId,
    required: !block.optional,
    optional: block.optional,
    describedBy: `${hintId} ${errorId}`,
    edited: () => clearError(node),
  };
  const hasOneField = !isGroup && element.type !== "file_input";
  const labelNode = el(
    hasOneField ? "label" : "div",
    { class: "input-label", for: hasOneField ? fieldId : null },
    textObject(block.label),
    block.optional ? el("span", { class: "optional" }, " (optional)") : null,
  );
  node.append(
    drawnAs(block.label, labelNode),
    renderElement(element, scoped),
    drawnAs(block.hint, el("div", { class: "input-hint", id: hintId }, block.hint ? textObject(block.hint) : null)),
    el("div", { class: "input-error", id: errorId, role: "alert" }),
  );
  return node;
}

/** Says what is wrong under an input block. */
export function showError(node, words) {
  node.classList.add("has-error");
  node.querySelector(".input-error").replaceChildren(icon("warning", 14), el("span", {}, words));
  for (const field of node.querySelectorAll("[data-action-id]")) field.setAttribute("aria-invalid", "true");
}

export function clearError(node) {
  if (!node.classList.contains("has-error")) return;
  node.classList.remove("has-error");
  node.querySelector(".input-error").replaceChildren();
  for (const field of node.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

function alertBlock(block) {
  const level = ["default", "info", "warning", "error", "success"].includes(block.level) ? block.level : "default";
  const symbol = { warning: "warning", error: "warning", success: "check" }[level] ?? "info";
  return el(
    "div",
    { class: `alert alert-${level}`, role: level === "error" ? "alert" : "note" },
    icon(symbol),
    el("div", { class: "text" }, textObject(block.text)),
  );
}

function video(block) {
  return el(
    "div",
    { class: "video" },
    icon("play"),
    el(
      "div",
      {},
      link(block.title_url ?? block.video_url, textObject(block.title)),
      block.provider_name ? el("div", { class: "muted" }, block.provider_name) : null,
      block.description ? el("div", { class: "text" }, textObject(block.description)) : null,
    ),
  );
}

const markdown = (block) =>
  el(
    "div",
    { class: "text" },
    mrkdwn(
      String(block.text ?? "")
        .replace(/\*\*([^*\n]+)\*\*/g, "*$1*")
        .replace(/^#{1,6} +(.+)$/gm, "*$1*")
        .replace(/^[-*] /gm, "• ")
        .replace(/\[([^\]\n]+)\]\((https?:[^)\s]+)\)/g, "<$2|$1>"),
    ),
  );

function fileBlock(block) {
  return el("div", { class: "unknown" }, icon("file", 16), `Remote file ${block.external_id ?? ""}`);
}

function unknownBlock(block) {
  return el(
    "div",
    { class: "unknown", data: { testid: "unknown-block" } },
    icon("info", 16),
    `This page does not draw “${block.type}” blocks`,
  );
}

const BLOCKS = {
  section,
  header,
  divider,
  context,
  image,
  actions,
  input,
  rich_text: richText,
  alert: alertBlock,
  video,
  markdown,
  table,
  data_table: dataTable,
  data_visualization: chart,
  card,
  carousel,
  container,
  plan,
  task_card: taskCard,
  context_actions: contextActions,
  file: fileBlock,
};
