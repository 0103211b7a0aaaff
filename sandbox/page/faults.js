// The levers of a bad day: what goes wrong is chosen here and stands in the server (/control/*). The panel
// shows what is in force and follows every change.

import { get, post, remove } from "./api.js";
import { debounce, el, fill } from "./dom.js";
import { ruleForm, randomForm } from "./fault_forms.js";
import { ruleWords } from "./fault_kinds.js";
import { channelLevers, otherLevers } from "./levers.js";
import { toast } from "./toasts.js";

const LOOK_AFTER_MS = 150;

let panel = null; // {status, levers} while the drawer shows it

export async function drawFaults(holder) {
  const mine = { status: el("div", { class: "fault-status" }), levers: el("div") };
  panel = mine;
  holder.replaceChildren(mine.status, el("div", { class: "muted pad" }, "Reading…"));
  const state = await read();
  if (panel !== mine || !state) return;
  holder.replaceChildren(mine.status, ruleForm(state, pull), randomForm(pull), mine.levers);
  draw(state);
}

export function faultsClosed() {
  panel = null;
}

const look = debounce(LOOK_AFTER_MS, () => void again());

/** Something happened that may have used a rule up. */
export function faultsStale() {
  if (panel) look();
}

async function again() {
  const state = panel ? await read() : null;
  if (panel && state) draw(state);
}

async function read() {
  try {
    return await get("/control/state");
  } catch (error) {
    toast("error", error.message);
    return null;
  }
}

/** Pulls a lever, then shows how the sandbox stands. Resolves to whether it went well. */
async function pull(path, body) {
  try {
    if (body === undefined) await remove(path);
    else await post(path, body);
  } catch (error) {
    toast("error", error.message);
    return false;
  }
  await again();
  return true;
}

function draw(state) {
  const focused = panel.levers.contains(document.activeElement) ? document.activeElement.dataset.lever : null;
  fill(panel.status, inForce(state));
  fill(panel.levers, channelLevers(state, pull), otherLevers(state, pull));
  if (focused) panel.levers.querySelector(`[data-lever="${CSS.escape(focused)}"]`)?.focus();
}

function inForce(state) {
  const name = (id) => state.channels.find((channel) => channel.id === id)?.name ?? id;
  const wrong = wrongNow(state);
  const hits = Object.entries(state.hits ?? {});
  const nothing = !state.faults.length && !wrong.length;
  return [
    el(
      "div",
      { class: "fault-head" },
      el("h3", {}, nothing ? "All is well" : "In force"),
      el("span", { class: "bar-space" }),
      state.faults.length
        ? el(
            "button",
            { type: "button", class: "button small", data: { testid: "faults-clear" }, on: { click: () => void pull("/control/faults") } },
            "Clear faults",
          )
        : null,
    ),
    el(
      "ul",
      { class: "fault-list", "aria-label": "In force", data: { testid: "faults-active" } },
      state.faults.map((rule) => el("li", { data: { kind: rule.kind } }, ruleWords(rule, name))),
      wrong.map((words) => el("li", { class: "fault-lasting" }, words)),
    ),
    hits.length
      ? el("div", { class: "muted" }, `Hit so far: ${hits.map(([kind, count]) => `${kind} ${count}`).join(", ")}`)
      : null,
  ];
}

/** What stays wrong until its lever is put back. */
function wrongNow(state) {
  const channels = state.channels;
  return [
    state.token?.dead ? `The bot token is dead: ${state.token.dead}` : null,
    state.socket_open === false ? "Socket Mode refuses connections" : null,
    state.connected ? null : "The app is not connected",
    ...channels.filter((channel) => channel.is_archived).map((channel) => `#${channel.name} is archived`),
  ].filter(Boolean);
}
