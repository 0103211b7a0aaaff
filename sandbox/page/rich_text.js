// rich_text blocks: the structure that Slack's own message box writes. Its text is raw, so no entity
// is decoded here. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block

import { el, link } from "./dom.js";
import { emojiNode } from "./emoji.js";
import { broadcast, channelReference, dateNode, groupMention, mention } from "./mrkdwn.js";

const COLOUR = /^#[0-9a-f]{3,8}$/i;
const LIST_LETTERS = ["decimal", "lower-alpha", "lower-roman"];

export function richText(block) {
  return el("div", { class: "rich-text" }, (block.elements ?? []).map(part));
}

/** The inline elements of a rich_text_section, also used for the cells of tables. */
export const inlineParts = (elements) => (elements ?? []).map(piece);

function part(element) {
  switch (element.type) {
    case "rich_text_section":
      return el("div", { class: "rich-section" }, inlineParts(element.elements));
    case "rich_text_preformatted":
      return el("pre", {}, inlineParts(element.elements));
    case "rich_text_quote":
      return el("blockquote", {}, inlineParts(element.elements));
    case "rich_text_list":
      return list(element);
    default:
      return el("div", { class: "unknown" }, `Unsupported element: ${element.type}`);
  }
}

function list(element) {
  const indent = Math.min(Number(element.indent) || 0, 8);
  const ordered = element.style === "ordered";
  const node = el(
    ordered ? "ol" : "ul",
    { start: ordered && element.offset ? element.offset + 1 : null },
    (element.elements ?? []).map((item) => el("li", {}, inlineParts(item.elements))),
  );
  node.style.marginLeft = `${indent * 28}px`;
  node.style.listStyleType = ordered ? LIST_LETTERS[indent % 3] : ["disc", "circle", "square"][indent % 3];
  return node;
}

function piece(element) {
  switch (element.type) {
    case "text":
      return styled(element.text ?? "", element.style);
    case "link":
      return styled(link(element.url, element.text || element.url), element.style);
    case "emoji":
      return emojiNode(element.name) ?? `:${element.name}:`;
    case "user":
      return styled(mention(element.user_id), element.style);
    case "channel":
      return channelReference(element.channel_id);
    case "usergroup":
      return styled(groupMention(element.usergroup_id), element.style);
    case "broadcast":
      return broadcast(element.range);
    case "date":
      return dateNode(Number(element.timestamp), element.format ?? "{date}", element.url ?? "", element.fallback ?? "");
    case "color":
      return swatch(element.value);
    default:
      return el("span", { class: "unknown" }, `Unsupported: ${element.type}`);
  }
}

function styled(content, style = {}) {
  let node = document.createTextNode("");
  if (content instanceof Node) node = content;
  else node.data = String(content);
  for (const [name, tag] of [
    ["code", "code"],
    ["strike", "s"],
    ["underline", "u"],
    ["italic", "em"],
    ["bold", "strong"],
  ]) {
    if (style?.[name]) node = el(tag, {}, node);
  }
  return node;
}

function swatch(value) {
  const node = el("span", { class: "swatch" });
  if (COLOUR.test(value ?? "")) node.style.backgroundColor = value;
  return el("span", {}, node, String(value ?? ""));
}
