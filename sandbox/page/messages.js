// One message as Slack draws it, and the list of a channel or a thread.

import { attachments, files } from "./attachments.js";
import { renderBlocks, surfaceOf } from "./blocks.js";
import { clock, dayKey, dayLabel, fullMoment, shortClock, tsDate, ago } from "./dates.js";
import { el, icon, keepingFocus } from "./dom.js";
import { formOf } from "./form.js";
import { mrkdwn } from "./mrkdwn.js";
import { closeOrphan } from "./popup.js";
import { messageActs } from "./message_acts.js";
import { reactions } from "./reactions.js";
import { authorOf, store, userName } from "./store.js";

const SAME_AUTHOR_WITHIN_S = 300; // Slack joins messages of one author for five minutes
const NEAR_END_PX = 120;
const SPOKEN_CHARACTERS = 400; // enough for a screen reader to know the message

const drawn = new WeakMap(); // list node -> key -> {shown, node}
const reading = new WeakMap(); // scroller -> {isAtEnd, top}

/** The avatar of a person or of the app. */
export function avatar(author, size = "normal") {
  const node = el("span", {
    class: `avatar avatar-${size}${author.isApp ? " avatar-app" : ""}`,
    "aria-hidden": "true",
  });
  node.textContent =
    author.user?.initials ||
    author.name
      .split(/\s+/)
      .map((word) => word.charAt(0))
      .join("")
      .slice(0, 2)
      .toUpperCase() ||
    "?";
  if (/^#[0-9a-f]{3,8}$/i.test(author.user?.avatar_color ?? "")) node.style.backgroundColor = author.user.avatar_color;
  return node;
}

/** Draws messages into a list node, keeping the keyboard and the place of reading. */
export function drawMessages(list, messages, { channel, inThread = false, opening = null }) {
  const scroller = list.parentElement;
  const wasNearEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
  const before = scroller.scrollTop;
  keepingFocus(list, () => arrange(list, rows(messages, channel, inThread, opening)));
  closeOrphan();
  scroller.scrollTop = wasNearEnd ? scroller.scrollHeight : before;
  followEnd(scroller, wasNearEnd);
  const stops = [...list.querySelectorAll(".message")];
  if (stops.length && !stops.some((node) => node === document.activeElement)) stops.at(-1).tabIndex = 0;
}

/** Remembers whether the end is being read: pictures that load later must not push it out of sight. */
function followEnd(scroller, isAtEnd) {
  const known = reading.get(scroller);
  if (known) {
    Object.assign(known, { isAtEnd, top: scroller.scrollTop });
    return;
  }
  const state = { isAtEnd, top: scroller.scrollTop };
  reading.set(scroller, state);
  scroller.addEventListener("scroll", () => {
    if (scroller.scrollTop < state.top) state.isAtEnd = false;
    if (scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX) state.isAtEnd = true;
    state.top = scroller.scrollTop;
  });
  const loaded = () => {
    if (state.isAtEnd) scroller.scrollTop = scroller.scrollHeight;
  };
  scroller.addEventListener("load", loaded, true); // of pictures: the event does not bubble
}

/** Arrow keys walk from message to message. Installed once on a list. */
export function walkMessages(list) {
  list.addEventListener("keydown", (event) => {
    if (!event.target.classList.contains("message")) return;
    const all = [...list.querySelectorAll(".message")];
    const to = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const next = all[all.indexOf(event.target) + (to ?? 0)];
    if (!to || !next) return;
    event.preventDefault();
    for (const node of all) node.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}

/** What a screen reader says of a message: its complete `text`, as in Slack. */
export function spokenText(message) {
  const holder = el("div", {}, mrkdwn(message.text ?? ""));
  return `${authorOf(message).name}: ${holder.textContent || "message without text"}`;
}

/** The rows wanted: [key, what it shows, how to draw it]. A row whose key and content stay is not drawn again. */
function rows(messages, channel, inThread, opening) {
  const out = opening ? [["opening", channel.name, () => opening]] : [];
  let previous = null;
  messages.forEach((message, index) => {
    const at = tsDate(message.ts);
    const day = dayLabel(at);
    if (!inThread && (!previous || dayKey(tsDate(previous.ts)) !== dayKey(at))) {
      out.push([`day ${dayKey(at)}`, day, () => dayLine(day)]);
      previous = null;
    }
    if (!inThread && store.newFrom === message.ts) {
      out.push(["new", message.ts, newLine]);
      previous = null;
    }
    const compact = !inThread && joins(previous, message);
    const shown = JSON.stringify([message, compact, channel.name, store.edition]);
    out.push([message.ts, shown, () => messageRow(message, channel, compact, inThread)]);
    if (inThread && index === 0 && messages.length > 1)
      out.push(["count", String(messages.length), () => replyCount(messages.length - 1)]);
    previous = message;
  });
  return out;
}

/** Makes the list hold these rows, moving nothing that can stay: menus and half-made choices live on. */
function arrange(list, wanted) {
  const before = drawn.get(list) ?? new Map();
  const now = new Map();
  for (const [key, shown, draw] of wanted) {
    const known = before.get(key);
    now.set(key, known?.shown === shown ? known : { shown, node: draw() });
  }
  drawn.set(list, now);
  const nodes = [...now.values()].map((row) => row.node);
  const staying = new Set(nodes);
  for (const node of [...list.children]) if (!staying.has(node)) node.remove();
  nodes.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  });
}

const dayLine = (words) =>
  el("div", { class: "day-line", role: "separator" }, el("span", { class: "day-label" }, words));

const newLine = () =>
  el("div", { class: "new-line", role: "separator", "aria-label": "New messages" }, el("span", {}, "New"));

const replyCount = (count) =>
  el("div", { class: "reply-line" }, el("span", {}, `${count} ${count === 1 ? "reply" : "replies"}`));

function joins(previous, message) {
  if (
    !previous ||
    previous.is_ephemeral ||
    message.is_ephemeral ||
    message.subtype ||
    previous.subtype ||
    previous.reply_count
  )
    return false;
  const same =
    previous.user === message.user && previous.bot_id === message.bot_id && previous.username === message.username;
  return same && Number(message.ts) - Number(previous.ts) < SAME_AUTHOR_WITHIN_S;
}

function messageRow(message, channel, compact, inThread) {
  const author = authorOf(message);
  const time = timeLink(message, channel, compact);
  const data = {
    ts: message.ts,
    testid: "message",
    author: author.name,
    ephemeral: message.is_ephemeral ? "true" : null,
  };
  const label = spokenText(message).slice(0, SPOKEN_CHARACTERS);
  return el(
    "article",
    { class: looks(message, compact), role: "listitem", tabindex: "-1", "aria-label": label, data },
    el("div", { class: "message-gutter" }, compact ? time : avatar(author)),
    el(
      "div",
      { class: "message-main" },
      message.is_ephemeral ? el("div", { class: "only-you" }, icon("eye", 14), "Only visible to you") : null,
      compact ? null : headLine(author, time),
      inThread ? null : repliedLine(message),
      content(message, channel),
      files(message),
      reactions(message, channel),
      inThread ? null : threadLine(message),
    ),
    messageActs(message, channel, inThread),
  );
}

function looks(message, compact) {
  const marks = { compact, ephemeral: message.is_ephemeral, "mentions-me": mentionsMe(message) };
  return ["message", ...Object.keys(marks).filter((mark) => marks[mark])].join(" ");
}

function headLine(author, time) {
  const badge = author.isApp ? el("span", { class: "app-badge" }, "APP") : null;
  return el("div", { class: "message-head" }, el("span", { class: "message-author" }, author.name), badge, time);
}

/** Over a reply that was also sent to the channel: where it was said. */
function repliedLine(message) {
  if (message.subtype !== "thread_broadcast" || !message.thread_ts) return null;
  const parent = message.root?.text ? el("span", {}, mrkdwn(message.root.text)).textContent : "";
  const data = { "open-thread": message.thread_ts, testid: "replied-to" };
  const thread = el("button", { type: "button", class: "link", data }, parent.split("\n")[0] || "View the thread");
  return el("div", { class: "replied-line" }, "replied to a thread: ", thread);
}

function timeLink(message, channel, compact) {
  const at = tsDate(message.ts);
  const data = { "go-message": message.ts, "go-channel": channel.id };
  return el(
    "a",
    { class: "message-time", href: permalink(channel, message), title: fullMoment(at), data },
    el("time", { datetime: at.toISOString() }, compact ? shortClock(at) : clock(at)),
  );
}

function content(message, channel) {
  const kind = message.is_ephemeral ? "ephemeral" : "message";
  const surface = surfaceOf(`message:${channel.id}:${message.ts}`, {
    type: kind,
    channel: channel.id,
    message_ts: message.ts,
  });
  const form = formOf(surface.key);
  form.begin();
  const body = el("div", { class: "message-body" });
  if (message.blocks?.length) body.append(...renderBlocks(message.blocks, surface));
  else if (message.text) body.append(el("div", { class: "text" }, mrkdwn(message.text)));
  if (message.edited)
    body.append(
      el(
        "span",
        { class: "edited", title: message.edited.ts ? fullMoment(tsDate(message.edited.ts)) : "" },
        "(edited)",
      ),
    );
  body.append(...attachments(message, surface));
  form.end();
  return body;
}

function threadLine(message) {
  if (!message.reply_count) return null;
  const people = (message.reply_users ?? []).slice(0, 4).map((id) => {
    const user = store.users.get(id) ?? null;
    return avatar({ user, name: userName(id), isApp: Boolean(user?.is_bot) }, "small");
  });
  const last = message.latest_reply ? tsDate(message.latest_reply) : null;
  return el(
    "button",
    { type: "button", class: "thread-line", data: { "open-thread": message.ts, testid: "open-thread" } },
    people,
    el("span", { class: "thread-count" }, `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`),
    last
      ? el(
          "span",
          { class: "thread-last" },
          "Last reply ",
          el("span", { data: { ago: Math.floor(last.getTime() / 1000) } }, ago(last, new Date(), "en")),
        )
      : null,
    el("span", { class: "thread-view" }, "View thread"),
  );
}

const mentionsMe = (message) => message.user !== store.user && String(message.text ?? "").includes(`<@${store.user}`);

const permalink = (channel, message) =>
  `?${new URLSearchParams({ user: store.user, channel: channel.id, message: message.ts })}`;
