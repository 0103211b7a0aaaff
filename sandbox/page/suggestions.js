// What the message box offers while a person types: the app's commands after "/", people after "@",
// channels after "#".

import { el, icon } from "./dom.js";
import { avatar } from "./messages.js";
import { store } from "./store.js";

const SHOWN = 8;

export class Suggestions {
  constructor(area, { withCommands, onTake }) {
    Object.assign(this, { area, withCommands, onTake, found: [], active: 0 });
    this.node = el("div", {
      class: "suggestions",
      role: "listbox",
      "aria-label": "Suggestions",
      hidden: true,
      data: { testid: "suggestions" },
    });
  }

  /** Looks at the words before the caret. */
  look() {
    const before = this.area.value.slice(0, this.area.selectionStart);
    this.#show(this.withCommands && /^\/\S*$/.test(before) ? commands(before) : references(before));
  }

  hide() {
    this.#show([]);
  }

  /** True when the key was for the suggestions. */
  pressed(event) {
    if (!this.found.length) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#mark(this.active + step);
    else if (event.key === "Escape") this.#show([]);
    else if (event.key === "Tab" || (event.key === "Enter" && !this.#isComplete())) this.#take(this.found[this.active]);
    else return false;
    event.preventDefault();
    return true;
  }

  #show(found) {
    this.found = found;
    this.node.hidden = found.length === 0;
    this.node.replaceChildren(...found.map((item) => this.#row(item)));
    if (found.length) this.#mark(0);
  }

  #mark(index) {
    this.active = (index + this.found.length) % this.found.length;
    [...this.node.children].forEach((row, at) => {
      row.classList.toggle("active", at === this.active);
      row.setAttribute("aria-selected", String(at === this.active));
    });
  }

  #row(item) {
    const take = (event) => {
      event.preventDefault();
      this.#take(item);
    };
    return el(
      "div",
      { class: "suggestion", role: "option", data: item.data, on: { pointerdown: take } },
      item.symbol,
      el("span", { class: "suggestion-label" }, item.label),
      item.hint ? el("span", { class: "suggestion-hint" }, item.hint) : null,
      item.note ? el("span", { class: "suggestion-note" }, item.note) : null,
    );
  }

  #take(item) {
    this.area.setRangeText(item.insert, item.from, this.area.selectionStart, "end");
    this.#show([]);
    this.area.focus();
    this.onTake();
  }

  #isComplete() {
    return this.found[this.active]?.insert.trim() === this.area.value.trim();
  }
}

function commands(before) {
  const known = (store.app?.commands ?? []).filter((item) => item.command.startsWith(before.toLowerCase()));
  return known.map((item) => ({
    symbol: el("span", { class: "app-mark" }, store.app.name.charAt(0)),
    label: item.command,
    hint: item.usage_hint,
    note: item.description,
    insert: `${item.command} `,
    from: 0,
    data: { command: item.command },
  }));
}

function references(before) {
  const found = /(^|\s)([@#])([^\s@#]*)$/.exec(before);
  if (!found) return [];
  const wanted = found[3].toLocaleLowerCase();
  const from = before.length - found[3].length - 1;
  return (found[2] === "#" ? channels(wanted) : people(wanted)).slice(0, SHOWN).map((item) => ({ ...item, from }));
}

function channels(wanted) {
  const rooms = [...store.channels.values()].filter((channel) => !channel.is_im && channel.name.includes(wanted));
  return rooms.map((channel) => ({
    symbol: icon(channel.is_private ? "lock" : "hash", 16),
    label: channel.name,
    insert: `#${channel.name} `,
  }));
}

function people(wanted) {
  const fits = (user) => `${user.real_name} ${user.name}`.toLocaleLowerCase().includes(wanted);
  return [...store.users.values()].filter(fits).map((user) => {
    const label = user.real_name || user.name;
    return {
      symbol: avatar({ user, name: label, isApp: user.is_bot }, "small"),
      label,
      note: user.role_note,
      insert: `@${label} `,
    };
  });
}
