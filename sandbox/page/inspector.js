// What went between Slack and the app, newest first: envelopes, acks with their time, calls, refusals. A line
// opens to what it was about.

import { get } from "./api.js";
import { el, icon } from "./dom.js";
import { faultsStale } from "./faults.js";
import { store } from "./store.js";
import { entryDetails } from "./traffic_entry.js";

const KEPT = 300;

let rows = null; // the list node while the drawer shows it
let words = "";

export async function drawTraffic(holder) {
  rows = el("div", { class: "traffic-rows", role: "log", "aria-label": "Traffic" });
  holder.replaceChildren(tools(), rows);
  try {
    const { entries } = await get("/ui/traffic", { limit: KEPT });
    const known = new Set((entries ?? []).map((entry) => entry.id));
    store.traffic = [...store.traffic.filter((entry) => !known.has(entry.id)), ...newestFirst(entries ?? [])];
  } catch (error) {
    store.traffic = [{ id: "error", at: Date.now() / 1000, kind: "not available", status: "", summary: error.message }];
  }
  drawRows();
}

export function trafficClosed() {
  rows = null;
}

/** A new line from the stream. Lines that are open stay as they are. */
export function addTraffic(entry) {
  store.traffic = [entry, ...store.traffic.filter((known) => known.id !== entry.id)].slice(0, KEPT);
  faultsStale();
  if (!rows || !wanted(entry)) return;
  if (!rows.querySelector(".traffic-row")) rows.replaceChildren();
  rows.prepend(row(entry));
  while (rows.children.length > KEPT) rows.lastElementChild.remove();
}

function tools() {
  const filter = el("input", {
    class: "field",
    type: "search",
    "aria-label": "Filter traffic",
    placeholder: "Filter, such as chat.update or invalid",
    data: { testid: "traffic-filter" },
  });
  filter.value = words;
  filter.addEventListener("input", () => {
    words = filter.value.trim().toLowerCase();
    drawRows();
  });
  const wipe = () => {
    store.traffic = [];
    drawRows();
  };
  return el(
    "div",
    { class: "traffic-tools" },
    filter,
    el("button", { type: "button", class: "button small", on: { click: wipe } }, "Clear"),
  );
}

const wanted = (entry) => !words || JSON.stringify(entry).toLowerCase().includes(words);

function drawRows() {
  if (!rows) return;
  const shown = store.traffic.filter(wanted);
  const nothing = words ? "Nothing matches." : "Nothing yet. Click a button, or type a command.";
  rows.replaceChildren(...(shown.length ? shown.map(row) : [el("div", { class: "muted pad" }, nothing)]));
}

function row(entry) {
  const data = { testid: "traffic-row", kind: entry.kind, "entry-id": entry.id };
  const details = el("div", { class: "traffic-details", hidden: true });
  const line = el(
    "button",
    {
      type: "button",
      class: "traffic-line",
      "aria-expanded": "false",
      on: { click: () => void turn(entry, line, details) },
    },
    cells(entry),
  );
  return el("div", { class: isFailure(entry.status) ? "traffic-row failed" : "traffic-row", data }, line, details);
}

async function turn(entry, line, details) {
  const opens = details.hidden;
  details.hidden = !opens;
  line.setAttribute("aria-expanded", String(opens));
  if (!opens || details.childNodes.length) return;
  details.append(el("div", { class: "muted" }, "Reading…"));
  try {
    details.replaceChildren(...entryDetails(entry, await get("/ui/traffic/entry", { id: entry.id })));
  } catch (error) {
    details.replaceChildren(el("div", { class: "muted" }, error.message));
  }
}

function cells(entry) {
  const toApp = entry.direction === "to_app";
  const pointers = entry.pointers?.length ? entry.pointers : [entry.pointer].flat().filter(Boolean);
  return [
    el("span", { class: "traffic-time" }, timeOf(entry.at)),
    el(
      "span",
      { class: toApp ? "traffic-arrow to-app" : "traffic-arrow", role: "img", "aria-label": toApp ? "to the app" : "from the app" },
      toApp ? "→" : "←",
    ),
    el("span", { class: "traffic-kind" }, String(entry.kind ?? "")),
    el("span", { class: "traffic-ms" }, milliseconds(entry.ms)),
    el(
      "span",
      { class: "traffic-summary" },
      el("span", { class: "traffic-status" }, String(entry.status ?? "")),
      ` ${entry.transport ? `${String(entry.transport).replace("_", " ")} · ` : ""}${entry.summary ?? ""}`,
    ),
    pointers.length
      ? el(
          "span",
          { class: "traffic-pointers" },
          pointers.slice(0, 3).map((said) => el("code", { class: "traffic-pointer" }, String(said))),
          pointers.length > 3 ? el("span", { class: "muted" }, `and ${pointers.length - 3} more`) : null,
        )
      : null,
    icon("down", 12),
  ];
}

export const milliseconds = (ms) => (ms === undefined || ms === null ? "" : `${Math.round(ms * 10) / 10} ms`);

const isFailure = (status) =>
  /^(4|5)\d\d$/.test(String(status)) ||
  /error|fail|fault|refus|invalid|timeout|late|limited|not_|_not|lost|drop/i.test(String(status ?? ""));

function timeOf(at) {
  const date = typeof at === "number" ? new Date(at * 1000) : new Date(at);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(11, 23);
}

const newestFirst = (entries) =>
  [...entries].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : Number(b.id) - Number(a.id)));
