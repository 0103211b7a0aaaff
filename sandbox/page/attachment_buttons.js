// The buttons and menus of legacy attachments. They are drawn, and a link button opens its address; what the
// others would send (`interactive_message`) is older than this Slack, so a press says that.
// https://docs.slack.dev/legacy/legacy-messaging/legacy-making-messages-interactive

import { confirmed } from "./confirm.js";
import { el, icon, link, safeHref } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { toast } from "./toasts.js";

const LOOKS = { primary: "button primary", danger: "button danger" };

export function legacyButtons(item) {
  return el("div", { class: "actions legacy-actions" }, (item.actions ?? []).map(legacyAction));
}

function legacyAction(action) {
  const words = el("span", { class: "button-words" }, plain(action.text ?? action.name ?? ""));
  const look = LOOKS[action.style] ?? "button";
  if (action.url && safeHref(action.url)) {
    const anchor = link(action.url, words);
    anchor.className = `${look} link-button`;
    return anchor;
  }
  const isMenu = action.type === "select";
  const press = async () => {
    if (await confirmed(asked(action.confirm))) toast("warning", "This Slack does not send presses of legacy buttons.");
  };
  return el(
    "button",
    { type: "button", class: look, data: { "legacy-name": action.name }, on: { click: () => void press() } },
    words,
    isMenu ? icon("down", 14) : null,
  );
}

/** The legacy confirm object in the words of today's. */
const asked = (confirm) =>
  confirm && {
    title: confirm.title ?? "Are you sure?",
    text: confirm.text ?? "",
    confirm: confirm.ok_text ?? "Okay",
    deny: confirm.dismiss_text ?? "Cancel",
  };
