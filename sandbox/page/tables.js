// table and data_table. The second is sorted by a click on its header and turned page by page; both by the
// person who reads, so the app never hears of it.

import { el, freshId, icon, iconButton } from "./dom.js";
import { drawnAs } from "./marks.js";
import { remembered } from "./remembered.js";
import { inlineParts } from "./rich_text.js";
import { locale } from "./store.js";

const PAGE_ROWS = 5; // Slack's default for page_size

/** The plain table: the first row is its header. */
export function table(block) {
  const rows = (block.rows ?? []).map((row, index) =>
    el(
      "tr",
      {},
      row.map((item, column) => cell(item, index ? "td" : "th", block.column_settings?.[column])),
    ),
  );
  return scrolling("Table", el("table", { class: "table" }, rows));
}

export function dataTable(block, scope) {
  const state = remembered(scope, () => ({ page: 0, column: -1, down: false }));
  const holder = el("div", { class: "data-table" });
  const again = (change) => {
    const at = holder.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
    Object.assign(state, change);
    draw();
    if (at) holder.querySelector(`[aria-label="${CSS.escape(at)}"]`)?.focus();
  };
  const draw = () => holder.replaceChildren(...pageOf(block, state, again));
  draw();
  return holder;
}

function pageOf(block, state, again) {
  const [header = [], ...rows] = block.rows ?? [];
  const size = block.page_size ?? PAGE_ROWS;
  const last = Math.max(0, Math.ceil(rows.length / size) - 1);
  const page = Math.min(state.page, last);
  const shown = sorted(rows, state).slice(page * size, (page + 1) * size);
  const names = block.row_header_column_index ?? 0;
  const captionId = freshId("caption");
  const lines = shown.map((row) =>
    el(
      "tr",
      {},
      row.map((item, column) => cell(item, column === names ? "th" : "td", null, column === names ? "row" : null)),
    ),
  );
  const head = el("tr", {}, header.map((item, column) => sorter(item, column, state, again)));
  return [
    el("div", { class: "data-caption", id: captionId }, String(block.caption ?? "")),
    scrolling(
      String(block.caption ?? "Table"),
      el("table", { class: "table", "aria-labelledby": captionId }, el("thead", {}, head), el("tbody", {}, lines)),
    ),
    rows.length > size ? pager(rows.length, size, page, last, again) : null,
  ].filter(Boolean);
}

function sorter(item, column, state, again) {
  const on = state.column === column;
  const name = wordsOf(item);
  const turn = () => again({ column, down: on && !state.down, page: 0 });
  const button = el(
    "button",
    { type: "button", class: "sorter", "aria-label": `Sort by ${name}`, on: { click: turn } },
    name,
    on ? icon(state.down ? "down" : "up", 12) : null,
  );
  return el("th", { scope: "col", "aria-sort": on ? (state.down ? "descending" : "ascending") : null }, button);
}

function pager(count, size, page, last, again) {
  const turn = (symbol, label, to) =>
    iconButton(symbol, label, () => again({ page: to }), { disabled: to < 0 || to > last });
  return el(
    "div",
    { class: "data-pager" },
    el("span", {}, `${page * size + 1}–${Math.min(count, (page + 1) * size)} of ${count}`),
    turn("back", "Page before", page - 1),
    turn("right", "Next page", page + 1),
  );
}

function sorted(rows, { column, down }) {
  if (column < 0) return rows;
  const compare = new Intl.Collator(locale(), { numeric: true }).compare;
  const order = (a, b) => {
    const [left, right] = [a[column], b[column]];
    if (left?.type === "raw_number" && right?.type === "raw_number") return left.value - right.value;
    return compare(wordsOf(left), wordsOf(right));
  };
  return [...rows].sort((a, b) => (down ? -order(a, b) : order(a, b)));
}

function cell(item, tag, settings, heading = null) {
  const align = settings?.align ?? (item?.type === "raw_number" ? "right" : null);
  const look = [align ? `align-${align}` : "", settings?.is_wrapped ? "wrapped" : ""].filter(Boolean).join(" ");
  return drawnAs(item, el(tag, { class: look || null, scope: heading }, content(item)));
}

const content = (item) =>
  item?.type === "rich_text"
    ? (item.elements ?? []).flatMap((part) => inlineParts(part.elements))
    : item?.type === "raw_number"
      ? (item.text ?? new Intl.NumberFormat(locale()).format(item.value))
      : String(item?.text ?? "");

const wordsOf = (item) => el("span", {}, content(item)).textContent;

const scrolling = (name, node) =>
  el("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": name }, node);
