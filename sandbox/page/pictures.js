// Pictures from blocks: files of the workspace and addresses on this machine are shown; an address
// elsewhere is not fetched (the sandbox sends nothing outside), its words and address are.

import { fileAddress } from "./api.js";
import { el, icon, iconButton, isLocalPicture, link } from "./dom.js";
import { trapTab } from "./confirm.js";
import { store } from "./store.js";

const FILE_ID = /\b(F[A-Z0-9]{2,})\b/;

/** Where to load a block's picture from, or null when it must not be fetched. */
export function pictureAddress(block) {
  if (block.slack_file) {
    const id = block.slack_file.id ?? FILE_ID.exec(block.slack_file.url ?? "")?.[1];
    return id ? fileAddress(store.user, id) : null;
  }
  return block.image_url && isLocalPicture(block.image_url) ? block.image_url : null;
}

/** The small picture of a section or a context. */
export function pictureElement(element) {
  const address = pictureAddress(element);
  if (!address)
    return el(
      "span",
      { class: "picture-missing", title: element.image_url ?? "", role: "img", "aria-label": element.alt_text },
      icon("image", 16),
    );
  return el("img", { class: "picture-small", src: address, alt: element.alt_text ?? "", loading: "lazy" });
}

/** The image block. */
export function pictureBlock(block, title) {
  const address = pictureAddress(block);
  const caption = title ? el("figcaption", { class: "picture-title" }, title) : null;
  if (!address) {
    return el(
      "figure",
      { class: "picture" },
      caption,
      el(
        "div",
        { class: "picture-outside" },
        icon("image"),
        el("span", {}, block.alt_text ?? "Picture"),
        block.image_url ? link(block.image_url, block.image_url) : null,
      ),
    );
  }
  return el("figure", { class: "picture" }, caption, openable(address, block.alt_text ?? ""));
}

/** A picture that opens large when clicked. */
export function openable(address, alt) {
  return el(
    "button",
    {
      type: "button",
      class: "picture-open",
      "aria-label": `Open picture: ${alt}`,
      on: { click: () => enlarge(address, alt) },
    },
    el("img", { class: "picture-large", src: address, alt, loading: "lazy" }),
  );
}

function enlarge(address, alt) {
  const before = document.activeElement;
  const end = () => {
    shade.remove();
    before?.focus?.();
  };
  const dialog = el(
    "div",
    { class: "lightbox", role: "dialog", "aria-modal": "true", "aria-label": alt || "Picture", tabindex: "-1" },
    el("div", { class: "lightbox-head" }, el("span", {}, alt), iconButton("close", "Close", end)),
    el("img", { src: address, alt }),
  );
  const shade = el(
    "div",
    {
      class: "shade lightbox-shade",
      on: {
        click: (event) => {
          if (event.target === shade) end();
        },
      },
    },
    dialog,
  );
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") end();
    trapTab(dialog, event);
  });
  document.getElementById("dialogs").append(shade);
  dialog.querySelector("button").focus();
}
