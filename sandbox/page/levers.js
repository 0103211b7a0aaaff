// Levers that change the workspace itself until they are put back: channels, the token, messages, the socket,
// and the clock.

import { el } from "./dom.js";
import { menu } from "./fault_forms.js";
import { store } from "./store.js";
import { toast } from "./toasts.js";

let picked = ""; // the channel whose levers are shown; the one being read at first

export function channelLevers(state, pull) {
  const known = state.channels.some((channel) => channel.id === picked);
  if (!known) picked = state.channels.find((c) => c.id === store.place.channel)?.id ?? state.channels[0]?.id ?? "";
  const channel = state.channels.find((item) => item.id === picked);
  if (!channel) return null;
  const choose = menu(
    state.channels.map((item) => [`#${item.name}`, item.id]),
    { "aria-label": "Channel", data: { lever: "channel", testid: "lever-channel" } },
  );
  choose.value = picked;
  const acts = el("div", { class: "lever-acts" });
  const draw = () => acts.replaceChildren(...channelActs(state, pull));
  choose.addEventListener("change", () => {
    picked = choose.value;
    draw();
  });
  draw();
  return group("Channel", choose, acts);
}

function channelActs(state, pull) {
  const channel = state.channels.find((item) => item.id === picked);
  const act = (words, name) => lever(words, () => pull("/control/channel", { channel: channel.id, act: name }));
  return [
    channel.is_archived ? act("Unarchive", "unarchive") : act("Archive", "archive"),
    channel.bot_is_member ? act("Remove the app", "remove_bot") : act("Invite the app", "invite_bot"),
    lever("Delete the app's last message", () => deleteLast(channel.id, pull)),
  ];
}

async function deleteLast(channel, pull) {
  const mine = store.place.channel === channel ? store.messages : [];
  const last = mine.findLast((message) => message.bot_id && !message.is_ephemeral);
  if (last) await pull("/control/delete", { channel, ts: last.ts });
  else toast("info", "Open a channel with a message of the app first.");
}

export function otherLevers(state, pull) {
  const token = (words, act) => lever(words, () => pull("/control/token", { act }));
  const socket = (words, act) => lever(words, () => pull("/control/socket", { act }));
  const later = (words, advance_s) => lever(words, () => pull("/control/clock", { advance_s }));
  return [
    group(
      "Token",
      row(
        ...(state.token?.dead
          ? [token("Restore", "restore")]
          : [token("Revoke", "revoke"), token("Uninstall the app", "uninstall")]),
      ),
    ),
    group(
      "Socket",
      el("p", { class: "muted" }, `${state.transport === "http" ? "By HTTP" : "Socket Mode"}, ${state.connections} open`),
      row(
        socket("Disconnect", "abort"),
        socket("Warn", "warning"),
        socket("Refresh", "refresh_requested"),
        socket("Disable link", "link_disabled"),
        state.socket_open === false ? socket("Allow connections", "allow") : socket("Refuse connections", "refuse"),
      ),
    ),
    group(
      "Time and events",
      state.due_in_s?.length ? el("p", { class: "muted" }, `Still to come in ${dueWords(state.due_in_s)}`) : null,
      row(
        later("3 s later", 3),
        later("1 min later", 60),
        later("30 min later", 1800),
        lever("Repeat the last event", () => pull("/control/repeat", {})),
      ),
    ),
  ];
}

const dueWords = (due) => `${due.slice(0, 5).map(Math.ceil).join(" s, ")} s`;

const group = (title, ...parts) =>
  el("section", { class: "lever-group", "aria-label": title }, el("h3", {}, title), parts);

const row = (...acts) => el("div", { class: "lever-acts" }, acts);

const lever = (words, act) =>
  el("button", { type: "button", class: "button small", data: { lever: words }, on: { click: () => void act() } }, words);
