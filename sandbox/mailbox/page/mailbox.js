"use strict";
// The mailbox: asks for the letters whenever the stream says so, and draws them. Every word of a letter is
// put in as text, never as markup. The open letter is in the address (#letter-...), so links and Back work.

const at = (id) => document.getElementById(id);
const SEEN = "andon-mailbox-seen";

let letters = [];
let answerable = false;
let drawn = "";
let seen = new Set(recalled());

function recalled() {
  try { return JSON.parse(localStorage.getItem(SEEN)) || []; } catch { return []; }
}

function remember(id) {
  seen.add(id);
  try { localStorage.setItem(SEEN, JSON.stringify([...seen].slice(-1000))); } catch { /* private window */ }
}

function make(tag, words, more = {}) {
  const element = document.createElement(tag);
  if (words !== undefined && words !== null) element.textContent = words;
  for (const [name, value] of Object.entries(more)) element.setAttribute(name, value);
  return element;
}

function person(one) {
  return one ? one.name || one.address : "";
}

function people(found, fallback) {
  const line = make("span");
  const all = found.length ? found : fallback.map((address) => ({ name: "", address }));
  all.forEach((one, number) => {
    if (number) line.append(", ");
    if (one.name) line.append(one.name, " ");
    line.append(make("span", one.name ? `<${one.address}>` : one.address, one.name ? { class: "address" } : {}));
  });
  return line;
}

function shortTime(when) {
  const date = new Date(when);
  const today = new Date().toDateString() === date.toDateString();
  return date.toLocaleString(undefined, today ? { hour: "2-digit", minute: "2-digit" } : { month: "short", day: "numeric" });
}

function openId() {
  return location.hash.startsWith("#letter-") ? location.hash.slice(8) : "";
}

function matching() {
  const words = at("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return letters.filter((letter) => {
    const all = [letter.subject, letter.text, letter.case, ...letter.envelope.to, person(letter.to[0])].join("\n").toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

function row(letter) {
  const item = make("li");
  const button = make("button", null, { type: "button", class: "letter", "data-id": letter.id });
  button.classList.toggle("unread", !seen.has(letter.id));
  button.setAttribute("aria-current", String(letter.id === openId()));
  button.append(make("span", person(letter.to[0]) || letter.envelope.to[0], { class: "who" }));
  button.append(make("time", shortTime(letter.received_at), { datetime: letter.received_at }));
  button.append(make("span", letter.subject || "(no subject)", { class: "about" }));
  button.append(make("span", letter.text.slice(0, 200).replace(/\s+/g, " "), { class: "glance" }));
  button.addEventListener("click", () => { location.hash = `letter-${letter.id}`; });
  item.append(button);
  return item;
}

function nothing(strong, words) {
  const element = make("div", null, { class: "none" });
  element.append(make("strong", strong), words);
  return element;
}

function drawList() {
  const found = matching();
  const list = at("letters");
  const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.id : "";
  const item = make("li");
  if (!letters.length) item.append(nothing("No letters yet", "When somebody tells a retailer, the letter stands here."));
  else if (!found.length) item.append(nothing("Nothing fits", "No letter contains all of these words."));
  list.replaceChildren(...(found.length ? found.map(row) : [item]));
  at("count").textContent = letters.length ? `${found.length === letters.length ? "" : found.length + " of "}${letters.length}` : "";
  const again = focused && list.querySelector(`[data-id="${CSS.escape(focused)}"]`);
  if (again) again.focus({ preventScroll: true });
  const unread = letters.filter((letter) => !seen.has(letter.id)).length;
  document.title = `${unread ? `(${unread}) ` : ""}Mailbox · Andon sandbox`;
}

function linked(text) {
  const body = make("div", null, { class: "body" });
  for (const [number, part] of text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'])/).entries()) {
    body.append(number % 2 ? make("a", part, { href: part, rel: "noopener noreferrer", target: "_blank" }) : part);
  }
  return body;
}

function facts(letter) {
  const list = make("dl", null, { class: "facts" });
  const add = (name, value) => { const dd = make("dd"); dd.append(value); list.append(make("dt", name), dd); };
  add("From", people(letter.from, [letter.envelope.from]));
  add("To", people(letter.to, letter.envelope.to));
  add("Came", make("time", new Date(letter.received_at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" }), { datetime: letter.received_at }));
  return list;
}

function more(letter) {
  const details = make("details", null, { class: "more" });
  const table = make("table");
  for (const [name, value] of letter.headers) {
    const line = make("tr");
    line.append(make("td", name), make("td", value));
    table.append(line);
  }
  details.append(make("summary", `All ${letter.headers.length} headers, ${letter.size_bytes} bytes`), table);
  details.append(make("a", "The letter as it came", { href: `api/messages/${letter.id}/raw`, download: "" }));
  return details;
}

function drawLetter() {
  const reader = at("reader");
  const id = openId();
  const letter = letters.find((one) => one.id === id);
  at("main").classList.toggle("reading", Boolean(id));
  if (drawn === id && letter) { drawAnswers(letter); return; }
  drawn = letter ? id : "";
  const back = make("a", "‹ All letters", { class: "back", href: "#" });
  if (!letter) {
    reader.replaceChildren(...(id ? [back] : []), id ? nothing("This letter is gone", "It was forgotten when the demo began anew.") : nothing("Choose a letter", "It opens here."));
    return;
  }
  remember(id);
  const top = make("div", null, { class: "top" });
  const pills = make("div", null, { class: "pills" });
  if (letter.case) pills.append(make("span", `#${letter.case}`, { class: "pill", title: "The case it belongs to" }));
  if (letter.language) pills.append(make("span", letter.language, { class: "pill", title: "Its language" }));
  if (letter.times > 1) pills.append(make("span", `came ${letter.times} times`, { class: "pill wait", title: "The same Message-ID arrived before" }));
  top.append(make("h1", letter.subject || "(no subject)", { dir: "auto" }), pills);
  reader.replaceChildren(back, top, facts(letter), linked(letter.text), make("ol", null, { id: "answers" }), ...(answerable ? [answerForm(letter)] : []), more(letter));
  drawAnswers(letter);
  reader.scrollTop = 0;
}

function draw() {
  drawLetter();
  drawList();
}

async function look() {
  try {
    const answer = await fetch("api/messages");
    ({ messages: letters, answerable } = await answer.json());
    draw();
  } catch { /* the stream will say when it is worth asking again */ }
}

function listen() {
  const dot = at("live");
  const stream = new EventSource("api/stream");
  stream.onopen = () => { dot.className = "dot on"; dot.title = "live"; };
  stream.onerror = () => { dot.className = "dot"; dot.title = "connecting"; };
  stream.onmessage = look;
}

addEventListener("hashchange", () => { draw(); if (openId()) at("reader").focus({ preventScroll: true }); });
at("search").addEventListener("input", drawList);
draw();
listen();
