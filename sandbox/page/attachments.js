// What hangs below a message: attachments with their colour bar, and files.

import { fileAddress } from "./api.js";
import { legacyButtons } from "./attachment_buttons.js";
import { renderBlocks } from "./blocks.js";
import { el, icon, link } from "./dom.js";
import { mrkdwn, plain } from "./mrkdwn.js";
import { openable, pictureBlock, pictureElement } from "./pictures.js";
import { store } from "./store.js";
import { describe, isPicture } from "./uploads.js";
import { clock, tsDate } from "./dates.js";

const COLOURS = { good: "#2eb67d", warning: "#ecb22e", danger: "#e01e5a" }; // Slack's three named colours

export function attachments(message, surface) {
  return (message.attachments ?? []).map((item) => attachment(item, surface));
}

/** The files of a message: pictures are shown, others are a card that downloads. */
export function files(message) {
  if (!message.files?.length) return null;
  return el("div", { class: "files" }, message.files.map(fileCard));
}

function attachment(item, surface) {
  const bar = el("span", { class: "attachment-bar", "aria-hidden": "true" });
  const colour =
    COLOURS[item.color] ?? (/^#?[0-9a-f]{6}$/i.test(item.color ?? "") ? `#${item.color.replace("#", "")}` : null);
  if (colour) bar.style.backgroundColor = colour;
  const body = item.blocks?.length ? renderBlocks(item.blocks, surface) : legacy(item);
  return el(
    "div",
    { class: "attachment-wrap" },
    item.pretext ? el("div", { class: "text" }, mrkdwn(item.pretext)) : null,
    el(
      "div",
      { class: "attachment", data: { color: item.color ?? null } },
      bar,
      el("div", { class: "attachment-body" }, body),
    ),
  );
}

function legacy(item) {
  const parts = [
    item.author_name ? linked("attachment-author", item.author_link, item.author_name) : null,
    item.title ? linked("attachment-title", item.title_link, plain(item.title)) : null,
    item.text ? el("div", { class: "text" }, mrkdwn(item.text)) : null,
    item.fields?.length ? el("div", { class: "fields" }, item.fields.map(legacyField)) : null,
    item.image_url ? pictureBlock({ image_url: item.image_url, alt_text: item.fallback ?? "Picture" }, null) : null,
    item.thumb_url ? pictureElement({ image_url: item.thumb_url, alt_text: "" }) : null,
    item.actions?.length ? legacyButtons(item) : null,
    item.footer || item.ts ? legacyFooter(item) : null,
  ].filter(Boolean);
  return parts.length ? parts : [el("div", { class: "text" }, plain(item.fallback ?? ""))];
}

const linked = (kind, address, words) => el("div", { class: kind }, address ? link(address, words) : words);

function legacyField(field) {
  const title = el("strong", {}, plain(field.title ?? ""));
  return el("div", { class: field.short ? "text" : "text wide" }, title, "\n", mrkdwn(field.value));
}

function legacyFooter(item) {
  const time = item.ts ? ` | ${clock(tsDate(item.ts))}` : "";
  return el("div", { class: "attachment-footer" }, plain(item.footer ?? ""), time);
}

function fileCard(file) {
  if (file.mode === "tombstone" || file.deleted)
    return el("div", { class: "file-gone" }, icon("trash", 16), "This file was deleted.");
  const name = file.title || file.name || file.id;
  const address = fileAddress(store.user, file.id);
  const head = el(
    "div",
    { class: "file-head" },
    el(
      "a",
      {
        class: "link",
        href: address,
        target: "_blank",
        rel: "noopener",
        download: isPicture(file) ? null : file.name || true,
      },
      name,
    ),
  );
  if (isPicture(file)) {
    return el(
      "div",
      { class: "file-picture", data: { "file-id": file.id, testid: "file" } },
      head,
      openable(address, file.alt_txt || name),
    );
  }
  return el(
    "div",
    { class: "file-card", data: { "file-id": file.id, testid: "file" } },
    el("span", { class: "file-icon" }, icon("file", 22)),
    el("div", {}, head, el("div", { class: "muted" }, describe(file))),
  );
}
