"use strict";
// Draws the state that the platform sends. Every text goes in as text, never as markup.

const WORDS = {
  reauthorisation_required: "sign-in needed", removed: "removed", active: "active", paused: "paused", suspended: "suspended",
  stock_out: "out of stock", sync_timeout: "timed out", address_unstructured: "address unreadable",
  fulfilled_without_tracking: "no tracking",
};
const TONE = {
  succeeded: "good", active: "good", sent: "good", fulfilled: "good", failed: "bad", refused: "bad", DEACTIVATED: "bad",
  reauthorisation_required: "bad", removed: "bad", partial: "wait", waiting: "wait", pending: "wait", running: "", queued: "",
};
const open = new Set();
let state = null;

function el(tag, attributes, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") made.textContent = value;
    else if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...inside.flat().filter((one) => one !== null && one !== undefined && one !== false));
  return made;
}

const pill = (word, tone) => el("span", { class: `pill ${tone ?? TONE[word] ?? ""}`, text: WORDS[word] || word });
const muted = (text) => el("span", { class: "muted", text });

function button(act, main) {
  return el("button", { type: "button", class: main ? "" : "quiet", text: act.label, onclick: (event) => {
    event.currentTarget.disabled = true;
    post("control/act", { act: act.act, id: act.id });
  } });
}

function ago(text) {
  if (!text || !state) return "never";
  const s = Math.round((new Date(state.now) - new Date(text)) / 1000);
  if (s < 0) return `in ${span(-s)}`;
  return s < 2 ? "just now" : `${span(s)} ago`;
}

function span(s) {
  if (s < 90) return `${s} s`;
  if (s < 5400) return `${Math.round(s / 60)} min`;
  return s < 129600 ? `${Math.round(s / 3600)} h` : `${Math.round(s / 86400)} days`;
}

function tile(count, label, tone) {
  return el("div", { class: `tile ${tone}` }, el("b", { text: String(count) }), muted(label));
}

function drawTiles() {
  const failing = state.jobs.filter((job) => job.cause && !job.paused).length;
  const paused = state.jobs.filter((job) => job.paused).length;
  const orders = state.orders.filter((order) => order.trouble).length;
  const signIn = state.connections.filter((one) => one.status !== "active" || one.status_on_marketplace === "DEACTIVATED").length;
  return [
    tile(failing, "jobs cannot do their work", failing ? "bad" : "good"),
    tile(paused, "jobs paused", paused ? "wait" : ""),
    tile(orders, "orders need somebody", orders ? "bad" : "good"),
    tile(signIn, "connections not in order", signIn ? "wait" : "good"),
    tile(state.waiting, "events waiting to be sent", state.waiting > 5 ? "wait" : ""),
  ];
}

function runMark(run) {
  const forced = run.forced ? " forced" : "";
  const what = run.forced ? "marked successful by hand" : run.state;
  const title = `Run ${run.run_id}: ${what}${run.ended_at ? `, ended ${ago(run.ended_at)}` : ""}${run.error ? `. ${run.error.message}` : ""}`;
  return el("li", { class: run.state + forced, title, "aria-label": title, id: `run-${run.run_id}` });
}

function jobCard(job) {
  const last = job.runs.filter((run) => run.ended_at).sort((a, b) => (a.ended_at < b.ended_at ? 1 : -1))[0];
  const word = job.paused ? "paused" : last ? last.state : "new";
  const tone = word === "paused" ? "" : undefined;
  const facts = [
    job.paused ? "no runs while paused" : job.next_run_at ? `next run ${ago(job.next_run_at)}` : "not scheduled",
    `every ${job.schedule ? job.schedule.replace(/^PT([\d.]+)S$/, "$1 s") : "-"}`,
    `last success ${ago(job.last_success_at)}`,
    job.consecutive_failures ? `${job.consecutive_failures} ${job.consecutive_failures === 1 ? "failure" : "failures in a row"}` : null,
    job.backlog ? `${job.backlog} items waiting` : null,
  ];
  const others = el("details", { open: open.has(job.job_id), ontoggle: (event) => keep(event, job.job_id) },
    el("summary", { text: "By hand" }), el("div", { class: "acts" }, job.acts.map((act) => button(act))));
  return el("article", { class: `card ${job.paused ? "paused" : word}`, id: `job-${job.job_id}` },
    el("div", { class: "top" }, el("div", {}, el("h3", { text: job.name }), muted(`${job.retailer} · ${job.marketplace}`)), pill(word, tone)),
    el("ul", { class: "runs", "aria-label": "Last runs, oldest first" }, job.runs.map(runMark)),
    job.cause ? el("div", { class: "cause" }, el("span", { text: job.cause }), job.mend ? button(job.mend, true) : null) : null,
    mended(job, last) ? el("p", { class: "mended", text: "Mended. The next run will show it." }) : null,
    el("div", { class: "facts" }, facts.filter(Boolean).map((text) => el("span", { text }))), others);
}

function mended(job, last) {
  return !job.cause && last?.state === "failed";
}

function keep(event, id) {
  if (event.currentTarget.open) open.add(id); else open.delete(id);
}

function orderRow(order) {
  const copies = order.downstream.length ? order.downstream.map((copy) => copy.id).join(", ") : "none";
  const facts = [`${order.attempts} ${order.attempts === 1 ? "attempt" : "attempts"}`, `copies at the shop: ${copies}`,
    order.sku ? `${order.sku}: ${order.stock} in stock` : null, order.tracking ? `tracking ${order.tracking}` : null];
  return el("div", { class: "row", id: `order-${order.order_id}` },
    el("div", {}, el("h3", { text: order.title }), muted(`${order.retailer} · ${order.amount}`)),
    el("div", {}, pill(order.status), " ", order.trouble ? pill(order.trouble, "bad") : null,
      el("div", { class: "facts" }, facts.filter(Boolean).map((text) => el("span", { text })))),
    el("div", { class: "acts" }, order.acts.map((act) => button(act, true))));
}

function incidentRow(one) {
  const facts = [`${one.carrier} ${one.carrier_code}: ${one.reason}`, `attempt ${one.attempt}`, one.solution ? `solution: ${one.solution}` : null];
  const tone = { delivered: "good", solution_sent: "good", carrier_replied: "warn" }[one.status] ?? "bad";
  return el("div", { class: "row", id: `incident-${one.incident_id}` },
    el("div", {}, el("h3", { text: `Order ${one.order}` }), muted(one.incident_id)),
    el("div", {}, pill(one.status, tone), el("div", { class: "facts" }, facts.filter(Boolean).map((text) => el("span", { text })))),
    el("div", { class: "acts" }, one.acts.map((act) => button(act, act.act === "incident.tell"))));
}

function ticketRow(one) {
  const facts = [one.channel, one.category, one.order ? `order ${one.order}` : null, ...one.said.map((words) => `“${words}”`)];
  const tone = { closed: "good", open: "wait" }[one.status];
  return el("div", { class: "row", id: `ticket-${one.ticket_id}` },
    el("div", {}, el("h3", { text: one.title }), muted(`${one.name}, ${one.ticket_id}`)),
    el("div", {}, pill(one.status, tone), el("div", { class: "facts" }, facts.filter(Boolean).map((text) => el("span", { text })))),
    el("div", { class: "acts" }, one.acts.map((act) => button(act, act.act === "ticket.open"))));
}

function connectionRow(one) {
  const facts = [one.authorisation_expires_at ? `signed in until ${ago(one.authorisation_expires_at)}`.replace("until in", "for another") : "no sign-in needed"];
  if (one.authorisation_expires_at && one.authorisation_expires_at <= state.now) facts[0] = `token expired ${ago(one.authorisation_expires_at)}`;
  return el("div", { class: "row", id: `connection-${one.connection_id}` },
    el("div", {}, el("h3", { text: one.name }), muted(one.retailer)),
    el("div", {}, pill(one.status), " ", one.status_on_marketplace === "DEACTIVATED" ? pill("DEACTIVATED") : null, " ",
      one.reachable ? null : pill("line is cut", "bad"), el("div", { class: "facts" }, facts.map((text) => el("span", { text })))),
    el("div", { class: "acts" }, one.acts.map((act) => button(act))));
}

function feedRow(feed) {
  const readers = feed.readers.map((job) => `${job.name} reads format ${job.reads}`).join(", ");
  return el("div", { class: "row", id: `feed-${feed.id}` },
    el("div", {}, el("h3", { text: feed.name }), muted(readers)),
    el("div", {}, pill(`format ${feed.schema}`, feed.off ? "bad" : "good"), " ", el("code", { text: feed.columns.join(", ") })),
    el("div", { class: "acts" }, feed.acts.map((act) => button(act, feed.off))));
}

function operationRow(one) {
  const why = one.error ? `: ${one.error.detail}` : "";
  return el("div", { class: "row thin" },
    el("div", {}, el("code", { text: `${one.action} ${one.target}` }), el("div", { class: "muted", text: `${one.actor} · ticket ${one.ticket} · ${ago(one.at)}${why}` })),
    pill(one.status));
}

function eventRow(one) {
  const tries = one.attempts > 1 || one.status === "waiting" ? ` · ${one.attempts} tries${one.last_answer ? `, last answer ${one.last_answer}` : ""}` : "";
  return el("div", { class: "row thin" },
    el("div", {}, el("code", { text: `${one.type} ${one.subject}` }), el("div", { class: "muted", text: `${ago(one.at)}${tries}` })), pill(one.status));
}

function fill(id, rows, none) {
  const place = document.getElementById(id);
  const focused = place.contains(document.activeElement) ? [...place.querySelectorAll("button, summary")].indexOf(document.activeElement) : -1;
  place.replaceChildren(...(rows.length ? rows : [el("p", { class: "none", text: none })]));
  if (focused >= 0) place.querySelectorAll("button, summary")[focused]?.focus({ preventScroll: true });
}

function draw() {
  fill("tiles", drawTiles(), "");
  fill("job-cards", state.jobs.map(jobCard), "No jobs.");
  fill("order-rows", state.orders.map(orderRow), "No orders.");
  fill("incident-rows", state.incidents.map(incidentRow), "No incidents.");
  fill("ticket-rows", state.tickets.map(ticketRow), "No customers.");
  fill("connection-rows", state.connections.map(connectionRow), "No connections.");
  fill("feed-rows", state.feeds.map(feedRow), "No feeds.");
  fill("operation-rows", state.operations.map(operationRow), "None yet. Pause a job from its ticket, and it stands here.");
  fill("event-rows", state.events.map(eventRow), "None yet.");
  document.getElementById("goes-to").textContent = state.andon ? `To ${state.andon}` : "Nobody to send to yet: they wait.";
  document.getElementById("now").textContent = new Date(state.now).toLocaleTimeString([], { hour12: false });
  document.getElementById("freeze").textContent = state.frozen ? "Let it run" : "Freeze clock";
  document.getElementById("tick").hidden = !state.frozen;
  document.querySelector(".target")?.classList.remove("target");
  if (location.hash.length > 1) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("article, .row")?.classList.add("target");
}

let hush = 0;
async function post(path, body) {
  const told = document.getElementById("told");
  try {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    told.textContent = (await answer.json()).told;
  } catch {
    told.textContent = "The platform does not answer.";
  }
  clearTimeout(hush);
  hush = setTimeout(() => { told.textContent = ""; }, 5000);
  if (state) draw();
}

document.getElementById("freeze").addEventListener("click", () => post("control/clock", { do: state?.frozen ? "run" : "freeze" }));
document.getElementById("tick").addEventListener("click", () => post("control/clock", { do: "tick", seconds: 30 }));
document.getElementById("hurry").addEventListener("click", () => post("control/events", {}));
document.getElementById("reset").addEventListener("click", () => { if (confirm("Begin anew? All runs, orders and events are forgotten.")) post("control/reset", {}); });

const stream = new EventSource("stream");
const live = document.getElementById("live");
let arrived = 0;
let skew = 0;
stream.onmessage = (message) => {
  const first = state === null;
  state = JSON.parse(message.data);
  arrived = Date.now();
  skew = new Date(state.now) - arrived;
  live.classList.add("on"); live.title = "live";
  draw();
  if (first && location.hash.length > 1) document.querySelector(".target")?.scrollIntoView({ block: "center" });
};
stream.onerror = () => { live.classList.remove("on"); live.title = "not connected"; };
addEventListener("hashchange", () => { if (state) draw(); });
setInterval(() => {
  if (!state || state.frozen) return;
  state.now = new Date(Date.now() + skew).toISOString();
  document.getElementById("now").textContent = new Date(state.now).toLocaleTimeString([], { hour12: false });
}, 1000);
