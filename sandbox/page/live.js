// The live stream: what the server tells, made visible.

import { get } from "./api.js";
import { ackArrived, actFailed } from "./busy.js";
import { debounce } from "./dom.js";
import { faultsStale } from "./faults.js";
import { addTraffic } from "./inspector.js";
import { spokenText } from "./messages.js";
import { showModals } from "./modals.js";
import { drawMain, drawThread, scrollToEnd } from "./panes.js";
import { drawSidebar } from "./sidebar.js";
import { putMessage, store } from "./store.js";
import { announce, toast } from "./toasts.js";

const READ_AFTER_MS = 400; // an open channel counts as read: the server notes it when the channel is fetched

let acts = null;
let changes = 0;

const tellRead = debounce(READ_AFTER_MS, (channel) => {
  void get("/ui/channel", { user: store.user, channel }).catch(() => {});
});

/** Takes one event of the stream. Types this page does not know are left alone. */
export function happened(event, given) {
  acts = given;
  EVENTS[event.type]?.(event);
}

/** How many changes to messages and App Home came so far: an answer older than the last one is read again. */
export const changesSeen = () => changes;

function messageCame({ channel, message }) {
  changes += 1;
  if (!store.channels.has(channel)) acts.lookAgain();
  const isReply = message.thread_ts && message.thread_ts !== message.ts;
  if (store.thread?.channel === channel && store.thread.ts === (message.thread_ts ?? message.ts)) {
    putMessage(store.thread.messages, message);
    drawThread(acts);
  }
  if (store.place.channel !== channel) return;
  if (!isReply || message.subtype === "thread_broadcast") {
    const isNew = !store.messages.some((item) => item.ts === message.ts);
    putMessage(store.messages, message);
    drawMain(acts);
    if (isNew) announce(spokenText(message));
    if (isNew && message.user === store.user) scrollToEnd();
  }
  markRead(store.channels.get(channel));
}

function messageGone({ channel, ts }) {
  changes += 1;
  if (store.place.channel === channel) {
    store.messages = store.messages.filter((item) => item.ts !== ts);
    drawMain(acts);
  }
  if (store.thread?.channel !== channel) return;
  store.thread.messages = store.thread.messages.filter((item) => item.ts !== ts);
  drawThread(acts);
}

function channelChanged({ channel }) {
  const known = store.channels.get(channel.id);
  if (!known && !channel.name) {
    acts.lookAgain();
    return;
  }
  store.channels.set(channel.id, { ...known, ...channel });
  if (channel.id === store.place.channel) drawMain(acts);
  drawSidebar(acts);
  faultsStale();
}

function unreadChanged({ channel, unread, mentions }) {
  const known = store.channels.get(channel);
  if (!known) {
    acts.lookAgain(); // a conversation that began just now, such as the first direct message of the app
    return;
  }
  Object.assign(known, { unread, mentions });
  if (channel === store.place.channel && unread > 0 && !document.hidden) {
    markRead(known);
    tellRead(channel);
  }
  drawSidebar(acts);
}

/** What is open is read. */
export function markRead(channel) {
  if (!channel || document.hidden) return;
  Object.assign(channel, { unread: 0, mentions: 0 });
}

const EVENTS = {
  message: messageCame,
  message_changed: messageCame,
  message_deleted: messageGone,
  ephemeral: messageCame,
  ephemeral_gone: messageGone,
  modal: ({ stack }) => showModals(stack),
  home: ({ view }) => {
    changes += 1;
    store.home = view ?? null;
    if (store.place.kind === "home") drawMain(acts);
  },
  channel: channelChanged,
  unread: unreadChanged,
  toast: ({ level, text, key }) => {
    if (!key) toast(level ?? "error", text); // with a key it repeats a failure that is shown where it happened
  },
  failed: ({ key, words }) => actFailed(key, words),
  busy: ({ key, on }) => {
    if (!on) ackArrived(key);
  },
  app: ({ connected }) => {
    if (store.app) store.app.connected = connected;
    drawSidebar(acts);
    faultsStale();
  },
  traffic: ({ entry }) => addTraffic(entry),
};
