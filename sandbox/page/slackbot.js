// What Slack itself says to one person in a channel: that a command failed, or is none. Such a line is the
// page's own; the app and the server never hear of it, and a reload takes it away, as in Slack.

import { store } from "./store.js";

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

let redraw = () => {};
let lines = 0;

/** Installed once by whoever draws the conversation. */
export function onSlackbotLine(draw) {
  redraw = draw;
}

/** Puts words of Slack into the channel shown, only visible to the person who acts. */
export function sayAsSlackbot(channel, words) {
  if (store.place.channel !== channel) return;
  lines += 1;
  const ts = `${(Date.now() / 1000).toFixed(3)}${String(lines % 1000).padStart(3, "0")}`;
  const about = { user: "USLACKBOT", username: "Slackbot", text: escaped(words), is_ephemeral: true, is_local: true };
  store.messages.push({ type: "message", ts, ...about });
  redraw();
}

const escaped = (words) => String(words).replace(/[&<>]/g, (sign) => ENTITIES[sign]);

export function dropLocal(message) {
  store.messages = store.messages.filter((item) => item !== message && item.ts !== message.ts);
  redraw();
}
