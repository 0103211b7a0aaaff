// One line of traffic, opened: what Slack sent and how the app acked it, or what the app called and was told.

import { el } from "./dom.js";
import { milliseconds } from "./inspector.js";
import { jsonView } from "./json_view.js";
import { problemsIn, refusedBlocks } from "./refused.js";

const AS_JSON = ["blocks", "attachments", "view", "metadata", "message", "unfurls", "files"]; // arguments that come as text

/** The parts of an entry; `bodies` is the answer of /ui/traffic/entry. */
export function entryDetails(entry, bodies) {
  const sent = parsed(bodies.arguments);
  const problems = problemsIn(entry.pointers ?? []);
  const marked = new Set(problems.map((problem) => problem.pointer));
  return [
    facts(entry),
    problems.length ? refusedBlocks(entry, sent ?? {}, problems) : null,
    hasWords(bodies.payload) ? jsonView("Payload", bodies.payload) : null,
    bodies.ack ? ack(entry, bodies.ack) : null,
    hasWords(sent) ? jsonView("Arguments", sent, { marked }) : null,
    hasWords(bodies.reply) ? jsonView("Reply", bodies.reply, { note: entry.ms ? milliseconds(entry.ms) : "" }) : null,
  ].filter(Boolean);
}

function ack(entry, said) {
  const note = [said.outcome, said.status ? `HTTP ${said.status}` : "", milliseconds(entry.ms)].filter(Boolean).join(" · ");
  if (hasWords(said.body)) return jsonView("Ack", said.body, { note });
  const words = said.outcome === "acked" ? "An empty ack." : said.reason || "No ack came.";
  return el(
    "section",
    { class: "json", "aria-label": "Ack", data: { testid: "json-ack" } },
    el("div", { class: "json-head" }, el("h4", {}, "Ack"), el("span", { class: "json-note" }, note)),
    el("div", { class: "muted" }, words),
  );
}

function facts(entry) {
  const known = [
    ["Envelope", entry.envelope_id],
    ["Attempt", entry.retry_attempt ? entry.retry_attempt + 1 : null],
    ["HTTP", entry.http_status],
    ["Fault", entry.fault],
    ["Error", entry.error],
  ].filter(([, value]) => value !== null && value !== undefined && value !== "");
  if (!known.length) return null;
  return el(
    "dl",
    { class: "facts" },
    known.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, el("code", {}, String(value)))]),
  );
}

const hasWords = (value) => value !== null && value !== undefined && JSON.stringify(value) !== "{}";

/** Arguments with their JSON texts read, so that a pointer can be followed into them. */
function parsed(sent) {
  if (!sent || typeof sent !== "object") return null;
  return Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, AS_JSON.includes(name) ? read(value) : value]));
}

function read(value) {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
