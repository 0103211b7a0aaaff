// Menus to choose from: static, people, conversations, channels and external, single and multi.
// Drawn as a combobox: typing filters, arrows move, Enter chooses, Backspace takes the last one away.

import { post } from "./api.js";
import { markBusy, tokenOf } from "./busy.js";
import { filtered, groupsOf, idOf, initialOf, itemWords, plainItem } from "./choice_items.js";
import { debounce, el, freshId, icon, iconButton } from "./dom.js";
import { plainWords, textObject } from "./mrkdwn.js";
import { openPopup } from "./popup.js";
import { store } from "./store.js";

const TYPING_PAUSE_MS = 200;
const DEFAULT_MIN_QUERY = 3; // Slack's default for external_select.min_query_length

const KINDS = {
  static_select: { one: "selected_option" },
  external_select: { one: "selected_option" },
  users_select: { one: "selected_user" },
  conversations_select: { one: "selected_conversation" },
  channels_select: { one: "selected_channel" },
  multi_static_select: { many: "selected_options" },
  multi_external_select: { many: "selected_options" },
  multi_users_select: { many: "selected_users" },
  multi_conversations_select: { many: "selected_conversations" },
  multi_channels_select: { many: "selected_channels" },
};

export const CHOICE_TYPES = new Set(Object.keys(KINDS));

/** tell(value) resolves to false when the person refused the confirm dialog. */
export const choiceElement = (element, scope, tell) => new Choice(element, scope, tell).node;

class Choice {
  constructor(element, scope, tell) {
    Object.assign(this, { element, scope, tell });
    this.many = Boolean(KINDS[element.type].many);
    this.key = KINDS[element.type].many ?? KINDS[element.type].one;
    this.external = element.type.endsWith("external_select");
    const kept = scope.form.register(scope.blockId, element, { [this.key]: initialOf(element, this.many) });
    this.chosen = this.many ? [...(kept[this.key] ?? [])] : kept[this.key] ? [kept[this.key]] : [];
    this.listId = freshId("options");
    this.active = 0;
    this.shown = [];
    this.search = debounce(TYPING_PAUSE_MS, () => void this.fill());
    this.build();
    this.draw();
  }

  build() {
    const { element, scope } = this;
    this.input = this.field();
    this.chips = el("span", { class: "choice-chips" });
    const arrow = el("span", { class: "choice-arrow" }, icon("down", 16));
    const look = this.many ? "choice choice-many" : "choice";
    this.node = el("div", { class: look, data: { testid: "select" } }, this.chips, this.input, arrow);
    markBusy(this.node, tokenOf(scope, element));
    arrow.addEventListener("click", () => this.input.focus());
    arrow.addEventListener("click", () => this.open());
  }

  field() {
    const { element, scope } = this;
    const onLoad = element.focus_on_load ? "true" : null;
    const field = el("input", {
      class: "choice-input",
      type: "text",
      role: "combobox",
      id: scope.fieldId,
      "aria-label": scope.label || plainWords(element.placeholder ?? "Choose"),
      "aria-expanded": "false",
      "aria-controls": this.listId,
      "aria-autocomplete": "list",
      "aria-required": scope.required ? "true" : null,
      "aria-describedby": scope.describedBy,
      autocomplete: "off",
      spellcheck: "false",
      data: { "block-id": scope.blockId, "action-id": element.action_id, "focus-on-load": onLoad },
    });
    field.addEventListener("focus", () => this.node.classList.add("focused"));
    field.addEventListener("blur", () => this.leave());
    field.addEventListener("keydown", (event) => this.pressed(event));
    field.addEventListener("click", () => this.open());
    field.addEventListener("input", () => this.open());
    field.addEventListener("input", () => this.search());
    return field;
  }

  draw() {
    const { element } = this;
    const placeholder = element.placeholder ? plainWords(element.placeholder) : "Choose an option";
    if (this.many) {
      this.chips.replaceChildren(
        ...this.chosen.map((item, index) =>
          el(
            "span",
            { class: "chip" },
            itemWords(item),
            iconButton(
              "close",
              `Remove ${plainItem(item)}`,
              () => void this.choose(this.chosen.filter((_, at) => at !== index)),
              { class: "chip-close", tabindex: "-1" },
            ),
          ),
        ),
      );
      this.input.placeholder = this.chosen.length ? "" : placeholder;
      return;
    }
    this.input.placeholder = this.chosen.length ? plainItem(this.chosen[0]) : placeholder;
    this.node.classList.toggle("has-value", this.chosen.length > 0);
    this.input.dataset.chosen = this.chosen.length ? idOf(this.chosen[0]) : "";
  }

  open() {
    if (this.popup) return;
    this.list = el("div", {
      class: "options",
      role: "listbox",
      id: this.listId,
      "aria-label": this.input.getAttribute("aria-label"),
      "aria-multiselectable": this.many ? "true" : null,
    });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the keyboard in the field
    this.popup = openPopup(this.node, this.list, { width: this.node.offsetWidth, onClose: () => this.closed() });
    this.input.setAttribute("aria-expanded", "true");
    this.active = 0;
    void this.fill();
  }

  close() {
    this.popup?.close();
  }

  closed() {
    this.popup = null;
    this.input.value = "";
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  leave() {
    this.node.classList.remove("focused");
    this.close();
  }

  async fill() {
    const words = this.input.value.trim();
    const asked = (this.asked = Symbol("asked"));
    let groups;
    try {
      groups = this.external ? await this.ask(words) : filtered(groupsOf(this.element), words);
    } catch (error) {
      groups = { note: error.message };
    }
    if (asked !== this.asked || !this.popup) return;
    this.show(groups);
  }

  async ask(words) {
    const least = this.element.min_query_length ?? DEFAULT_MIN_QUERY;
    if (words.length < least)
      return { note: least === 1 ? "Type to search" : `Type at least ${least} characters to search` };
    this.show({ note: "Loading…" });
    const { scope, element } = this;
    const answer = await post("/ui/options", {
      user: store.user,
      container: scope.surface.container,
      block_id: scope.blockId,
      action_id: element.action_id,
      value: words,
    });
    return answer.option_groups
      ? answer.option_groups.map((group) => ({ label: group.label, items: group.options }))
      : [{ items: answer.options ?? [] }];
  }

  show(groups) {
    this.shown = [];
    const rows = groups.note
      ? [el("div", { class: "options-note", role: "status" }, groups.note)]
      : groups.flatMap((group) => this.groupRows(group));
    if (!groups.note && !this.shown.length)
      rows.push(el("div", { class: "options-note", role: "status" }, "No results"));
    this.list.replaceChildren(...rows);
    this.active = Math.min(this.active, Math.max(0, this.shown.length - 1));
    this.mark();
    this.popup?.move();
  }

  groupRows(group) {
    const rows = group.items.map((item) => this.row(item));
    return group.label && rows.length
      ? [el("div", { class: "options-group", role: "presentation" }, textObject(group.label)), ...rows]
      : rows;
  }

  row(item) {
    const on = this.chosen.some((other) => idOf(other) === idOf(item));
    const row = el(
      "div",
      {
        class: "option",
        role: "option",
        id: freshId("option"),
        "aria-selected": String(on),
        data: { value: idOf(item) },
        on: { click: () => this.pick(item) },
      },
      el("span", { class: "option-check" }, on ? icon("check", 16) : null),
      el(
        "span",
        { class: "option-words" },
        itemWords(item),
        item.description ? el("span", { class: "option-note" }, textObject(item.description)) : null,
      ),
    );
    this.shown.push({ item, row });
    return row;
  }

  mark() {
    this.shown.forEach(({ row }, index) => row.classList.toggle("active", index === this.active));
    const row = this.shown[this.active]?.row;
    if (!row) return;
    this.input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  pressed(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!this.popup) return this.open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.active = this.shown.length ? (this.active + step + this.shown.length) % this.shown.length : 0;
      this.mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation();
      if (this.popup && this.shown[this.active]) this.pick(this.shown[this.active].item);
      else this.open();
    } else if (
      (event.key === "Backspace" || event.key === "Delete") &&
      !this.input.value &&
      this.chosen.length &&
      (this.many || this.scope.optional)
    ) {
      void this.choose(this.chosen.slice(0, -1));
    }
    return undefined;
  }

  pick(item) {
    const id = idOf(item);
    const on = this.chosen.some((other) => idOf(other) === id);
    if (!this.many) {
      this.close();
      void this.choose([item]);
      return;
    }
    if (!on && this.element.max_selected_items && this.chosen.length >= this.element.max_selected_items) return;
    this.input.value = "";
    void this.choose(on ? this.chosen.filter((other) => idOf(other) !== id) : [...this.chosen, item]);
  }

  async choose(chosen) {
    const before = this.chosen;
    this.chosen = chosen;
    this.draw();
    if (this.popup) void this.fill();
    const value = { [this.key]: this.many ? chosen : (chosen[0] ?? null) };
    if (!(await this.tell(value))) {
      this.chosen = before;
      this.draw();
    }
  }
}
