// Everything Andon can draw, with the page's own modules. Drawings come a language at a time and are drawn
// a few at a time, the first ones first, so that the page answers while it fills.

import "./still.js";
import { get } from "/api.js";
import { el, fill } from "/dom.js";
import { store } from "/store.js";
import { showBar } from "./bar.js";
import { cellOf, drawCell } from "./cell.js";
import { asked, matches, remember, wanted } from "./wanted.js";

const SLICE_MS = 24; // of drawing, then the browser has its turn

const shelf = new Map(); // name -> {name, surface, node, row, cells: Map(language -> cell)}
const loaded = new Set(); // languages whose drawings are here
const queue = []; // cells that wait to be drawn
let about = { languages: [] };
let isDrawing = false;
let generation = 0; // of the texts shown; drawings of an older one are dropped

async function start() {
  about = await get("/gallery/about");
  store.app = about.app;
  store.users = new Map(about.users.map((user) => [user.id, { ...user, locale: "en-GB", tz: "Europe/Madrid" }]));
  store.users.set(about.app.bot_user_id, { id: about.app.bot_user_id, name: about.app.name, is_bot: true });
  store.channels = new Map(about.channels.map((channel) => [channel.id, channel]));
  for (const { language, locale } of about.languages)
    store.users.set(readerOf(language), { id: readerOf(language), name: "", locale, tz: "Europe/Madrid" });
  asked(about.languages.map((item) => item.language));
  await show();
}

/** Makes the page show what is wanted; asks for the languages that are not here yet. */
async function show({ afresh = false } = {}) {
  if (afresh) forget();
  document.body.dataset.loaded = "false";
  remember();
  bar();
  const mine = generation;
  for (const language of wanted.languages) {
    if (loaded.has(language)) continue;
    loaded.add(language);
    const { drawings } = await get("/gallery/drawings", { language, text: wanted.text });
    if (mine !== generation) return;
    for (const drawing of drawings) add(language, drawing);
    sift();
  }
  document.body.dataset.loaded = "true";
  sift();
}

function forget() {
  generation += 1;
  shelf.clear();
  loaded.clear();
  queue.length = 0;
  fill(document.getElementById("exhibits"));
  document.body.dataset.complete = "false";
}

function add(language, drawing) {
  const exhibit = shelf.get(drawing.name) ?? hang(drawing);
  const cell = cellOf(language, drawing, readerOf(language));
  exhibit.cells.set(language, cell);
  const order = about.languages.map((item) => item.language);
  const sorted = [...exhibit.cells.keys()].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  fill(exhibit.row, ...sorted.map((name) => exhibit.cells.get(name).node));
}

function hang(drawing) {
  const row = el("div", { class: "exhibit-row" });
  const heading = el("h2", {}, drawing.name);
  const data = { testid: "exhibit", name: drawing.name, surface: drawing.surface };
  const node = el("section", { class: "exhibit", "aria-label": drawing.name, data }, heading, row);
  const exhibit = { name: drawing.name, surface: drawing.surface, node, row, cells: new Map() };
  shelf.set(drawing.name, exhibit);
  document.getElementById("exhibits").append(node);
  return exhibit;
}

/** Hides what is not wanted and lets the rest be drawn. */
function sift() {
  queue.length = 0;
  for (const exhibit of shelf.values()) {
    exhibit.node.hidden = !matches(exhibit);
    for (const [language, cell] of exhibit.cells) {
      cell.node.hidden = !wanted.languages.has(language);
      if (!cell.isDrawn && !cell.node.hidden && !exhibit.node.hidden) queue.push(cell);
    }
  }
  bar();
  if (!isDrawing) drawSome();
}

function drawSome() {
  isDrawing = queue.length > 0;
  const until = performance.now() + SLICE_MS;
  while (queue.length && performance.now() < until) drawCell(queue.shift());
  document.body.dataset.complete = String(!queue.length && document.body.dataset.loaded === "true");
  if (queue.length) setTimeout(drawSome);
  else isDrawing = false;
}

function bar() {
  showBar({
    languages: about.languages.map((item) => item.language),
    exhibits: [...shelf.values()],
    change: (how) => void show(how),
    sift: () => {
      remember();
      sift();
    },
  });
}

const readerOf = (language) => `READER-${language}`;

void start();
