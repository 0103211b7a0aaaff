// The toolbar that appears over a message: react, reply, message shortcuts, delete.

import { post } from "./api.js";
import { whileBusy } from "./busy.js";
import { confirmed } from "./confirm.js";
import { el, iconButton } from "./dom.js";
import { emojiNode } from "./emoji.js";
import { openMenu } from "./popup.js";
import { pickEmoji, react } from "./reactions.js";
import { dropLocal } from "./slackbot.js";
import { store } from "./store.js";
import { toast } from "./toasts.js";

const QUICK = ["white_check_mark", "eyes", "raised_hands"];

export function messageActs(message, channel, inThread) {
  if (message.is_ephemeral) {
    const data = { testid: "dismiss" };
    return bar([iconButton("close", "Dismiss message", () => void dismiss(message, channel), { data })]);
  }
  const put = (name) => void react(message, channel, name, true);
  const quick = QUICK.map((name) => quickButton(name, () => put(name)));
  const more = iconButton("smile", "Find another reaction", () => pickEmoji(more, put));
  const thread = { data: { "open-thread": message.thread_ts ?? message.ts, testid: "reply-in-thread" } };
  const reply = inThread ? null : iconButton("thread", "Reply in thread", () => {}, thread);
  const open = () => openMenu(menu, menuItems(message, channel), { align: "end" });
  const menu = iconButton("more", "More message actions", open, {
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    data: { testid: "message-menu" },
  });
  return bar([...quick, more, reply, menu]);
}

/** Puts away what only this person sees; the page's own lines were never on the server. */
async function dismiss(message, channel) {
  if (message.is_local) {
    dropLocal(message);
    return;
  }
  try {
    await post("/ui/ephemeral/dismiss", { user: store.user, channel: channel.id, ts: message.ts });
  } catch (error) {
    toast("error", error.message);
  }
}

function quickButton(name, put) {
  const label = `React with ${name.replaceAll("_", " ")}`;
  const props = { type: "button", class: "icon-button", title: `React with :${name}:`, "aria-label": label };
  return el("button", { ...props, on: { click: put } }, emojiNode(name));
}

const bar = (children) =>
  el("div", { class: "message-acts", role: "toolbar", "aria-label": "Message actions" }, children);

function menuItems(message, channel) {
  const shortcuts = (store.app?.shortcuts ?? []).filter((item) => item.type === "message");
  const acts = shortcuts.map((item) => ({
    label: [item.name, el("span", { class: "menu-app" }, store.app.name)],
    data: { "callback-id": item.callback_id },
    run: () => runShortcut(item, message, channel),
  }));
  return [
    { label: "Copy link", data: { act: "copy-link" }, run: () => copyLink(message, channel) },
    ...(acts.length ? [{ separator: true }, { heading: "Message shortcuts" }, ...acts] : []),
    { separator: true },
    { label: "Delete message…", danger: true, data: { act: "delete" }, run: () => remove(message, channel) },
  ];
}

/** Starts a message shortcut of the app, or a global one when no message is given. */
export function runShortcut(item, message = null, channel = null) {
  return whileBusy(`shortcut|${item.callback_id}`, () =>
    post("/ui/shortcut", {
      user: store.user,
      callback_id: item.callback_id,
      channel: channel?.id,
      message_ts: message?.ts,
    }),
  );
}

async function copyLink(message, channel) {
  const address = new URL(`?${new URLSearchParams({ channel: channel.id, message: message.ts })}`, location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    toast("success", "Link copied");
  } catch {
    toast("info", address);
  }
}

async function remove(message, channel) {
  const asked = {
    title: "Delete message",
    text: "Are you sure you want to delete this message? This cannot be undone.",
    confirm: "Delete",
    deny: "Cancel",
    style: "danger",
  };
  if (!(await confirmed(asked))) return;
  try {
    await post("/ui/delete", { user: store.user, channel: channel.id, ts: message.ts });
  } catch (error) {
    toast("error", error.message);
  }
}
