// card, carousel and container: blocks that hold other things in a frame.
// https://docs.slack.dev/reference/block-kit/blocks/card-block, carousel-block, container-block

import { el, freshId, icon, iconButton } from "./dom.js";
import { renderElement } from "./elements.js";
import { drawnAs } from "./marks.js";
import { plainWords, textObject } from "./mrkdwn.js";
import { pictureAddress, pictureElement } from "./pictures.js";
import { remembered } from "./remembered.js";
import { inlineParts } from "./rich_text.js";

const WIDTHS = new Set(["narrow", "standard", "wide", "full"]);

const words = (kind, object) => (object ? drawnAs(object, el("div", { class: kind }, textObject(object))) : null);

export function card(block, scope) {
  return el(
    "article",
    { class: "card", "aria-label": block.title ? plainWords(block.title) : "Card" },
    block.hero_image ? hero(block.hero_image) : null,
    el(
      "div",
      { class: "card-body" },
      heading(block),
      words("card-text text", block.body),
      words("card-subtext", block.subtext),
      block.actions?.length
        ? el(
            "div",
            { class: "actions" },
            block.actions.map((item) => renderElement(item, scope)),
          )
        : null,
    ),
  );
}

function heading(block) {
  if (!block.title && !block.subtitle && !block.icon) return null;
  return el(
    "div",
    { class: "card-head" },
    block.icon ? drawnAs(block.icon, pictureElement(block.icon)) : null,
    el("div", { class: "card-names" }, words("card-title", block.title), words("card-subtitle", block.subtitle)),
  );
}

function hero(picture) {
  const address = pictureAddress(picture);
  const shown = address
    ? el("img", { class: "card-hero", src: address, alt: picture.alt_text ?? "", loading: "lazy" })
    : el("div", { class: "card-hero card-hero-missing" }, icon("image"), el("span", {}, picture.alt_text ?? "Picture"));
  return drawnAs(picture, shown);
}

export function carousel(block, scope) {
  const track = el(
    "div",
    { class: "carousel-track", role: "list", tabindex: "0", "aria-label": "Cards" },
    scope.renderInner(block.elements).map((node) => el("div", { class: "carousel-item", role: "listitem" }, node)),
  );
  const move = (step) => track.scrollBy({ left: step * track.clientWidth * 0.8, behavior: "smooth" });
  return el(
    "div",
    { class: "carousel" },
    track,
    (block.elements ?? []).length > 1
      ? el(
          "div",
          { class: "carousel-foot" },
          iconButton("back", "Earlier cards", () => move(-1), { class: "icon-button round" }),
          iconButton("right", "Later cards", () => move(1), { class: "icon-button round" }),
        )
      : null,
  );
}

export function container(block, scope) {
  const state = remembered(scope, () => ({ folded: Boolean(block.is_collapsible && block.default_collapsed) }));
  const width = WIDTHS.has(block.width) ? block.width : "standard";
  const bodyId = freshId("container");
  const body = el("div", { class: "container-body", id: bodyId }, scope.renderInner(block.child_blocks));
  const node = el("section", { class: `container container-${width}` }, body);
  const fold = (folded) => {
    state.folded = folded;
    body.hidden = folded;
  };
  fold(state.folded);
  node.prepend(block.is_collapsible ? foldingHead(block, bodyId, state, fold) : containerHead(block, "div", {}));
  return node;
}

function foldingHead(block, bodyId, state, fold) {
  const head = containerHead(block, "button", {
    type: "button",
    "aria-controls": bodyId,
    "aria-expanded": String(!state.folded),
    on: {
      click: () => {
        fold(!state.folded);
        head.setAttribute("aria-expanded", String(!state.folded));
      },
    },
  });
  head.append(icon("down", 16));
  return head;
}

function containerHead(block, tag, props) {
  const rich = (block.rich_text_title?.elements ?? []).flatMap((part) => inlineParts(part.elements));
  const title = block.title ? textObject(block.title) : rich;
  return el(
    tag,
    { class: "container-head", ...props },
    block.icon ? drawnAs(block.icon, pictureElement(block.icon)) : null,
    el(
      "span",
      { class: "container-names" },
      drawnAs(block.title ?? block.rich_text_title, el("span", { class: "container-title" }, title)),
      block.subtitle
        ? drawnAs(block.subtitle, el("span", { class: "container-subtitle" }, textObject(block.subtitle)))
        : null,
    ),
  );
}
