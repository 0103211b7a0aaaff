// Fields a person types or ticks: text, number, address, date and time, checkboxes, radio buttons.
// Each tells `tell(value, how)`: how is "typed", "entered" (Enter pressed) or "changed".

import { markBusy, tokenOf } from "./busy.js";
import { unixToWall, wallToUnix } from "./dates.js";
import { debounce, el, freshId } from "./dom.js";
import { plainWords, textObject } from "./mrkdwn.js";
import { zone } from "./store.js";

const TYPING_PAUSE_MS = 250; // Slack also gathers keystrokes before it dispatches

const MAKERS = {
  plain_text_input: textField,
  email_text_input: textField,
  url_text_input: textField,
  number_input: textField,
  rich_text_input: textField,
  datepicker: dateField,
  timepicker: dateField,
  datetimepicker: dateField,
  checkboxes: tickField,
  radio_buttons: tickField,
};

export const FIELD_TYPES = new Set(Object.keys(MAKERS));

export const fieldElement = (element, scope, tell) =>
  markBusy(MAKERS[element.type](element, scope, tell), tokenOf(scope, element));

function textField(element, scope, tell) {
  const isRich = element.type === "rich_text_input";
  const initial = isRich
    ? { rich_text_value: element.initial_value ?? null }
    : { value: element.initial_value ?? null };
  const kept = scope.form.register(scope.blockId, element, initial);
  const shown = isRich ? richWords(kept.rich_text_value) : (kept.value ?? "");
  const long = isRich || element.multiline;
  const field = typingField(element, scope, long);
  field.value = shown;
  const value = () =>
    isRich ? { rich_text_value: richValue(field.value) } : { value: field.value === "" ? null : field.value };
  const typed = debounce(TYPING_PAUSE_MS, () =>
    tell(scope.form.get(scope.blockId, element.action_id) ?? value(), "typed"),
  );
  field.addEventListener("input", () => {
    void tell(value(), "silent");
    typed();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || (long && !(event.ctrlKey || event.metaKey))) return;
    if (!scope.dispatches) return;
    event.preventDefault();
    event.stopPropagation();
    void tell(value(), "entered");
  });
  return field;
}

function typingField(element, scope, long) {
  const keyboards = { email_text_input: "email", url_text_input: "url" };
  const numbers = element.is_decimal_allowed ? "decimal" : "numeric";
  return el(long ? "textarea" : "input", {
    class: "field",
    type: long ? null : "text",
    id: scope.fieldId,
    rows: long ? 4 : null,
    inputmode: element.type === "number_input" ? numbers : keyboards[element.type],
    placeholder: element.placeholder ? plainWords(element.placeholder) : null,
    "aria-label": scope.fieldId ? null : scope.label,
    "aria-required": scope.required ? "true" : null,
    "aria-describedby": scope.describedBy,
    maxlength: element.max_length,
    autocomplete: "off",
    spellcheck: long ? "true" : "false",
    data: { ...hooksOf(element, scope), "focus-on-load": element.focus_on_load ? "true" : null },
  });
}

function dateField(element, scope, tell) {
  const [type, key, first] = {
    datepicker: ["date", "selected_date", element.initial_date],
    timepicker: ["time", "selected_time", element.initial_time],
    datetimepicker: ["datetime-local", "selected_date_time", element.initial_date_time],
  }[element.type];
  const kept = scope.form.register(scope.blockId, element, { [key]: first ?? null });
  const field = el("input", {
    class: "field date-field",
    type,
    id: scope.fieldId,
    "aria-label": scope.fieldId ? null : (scope.label ?? plainWords(element.placeholder ?? "Date")),
    "aria-required": scope.required ? "true" : null,
    "aria-describedby": scope.describedBy,
    data: { ...hooksOf(element, scope), "focus-on-load": element.focus_on_load ? "true" : null },
  });
  const show = (value) => {
    field.value = value === null || value === undefined ? "" : key === "selected_date_time" ? unixToWall(value) : value;
  };
  show(kept[key]);
  field.addEventListener("change", async () => {
    const before = scope.form.get(scope.blockId, element.action_id)?.[key];
    const chosen = field.value === "" ? null : key === "selected_date_time" ? wallToUnix(field.value) : field.value;
    if (!(await tell({ [key]: chosen }, "changed"))) show(before);
  });
  if (type === "date") return field;
  return el("span", { class: "zoned" }, field, el("span", { class: "zone-note" }, element.timezone ?? zone()));
}

function tickField(element, scope, tell) {
  const many = element.type === "checkboxes";
  const key = many ? "selected_options" : "selected_option";
  const kept = scope.form.register(scope.blockId, element, {
    [key]: many ? (element.initial_options ?? []) : (element.initial_option ?? null),
  });
  const group = freshId("ticks");
  const chosen = () => (element.options ?? []).filter((_, index) => boxes[index].checked);
  const isOn = (option) =>
    many ? kept[key].some((item) => item.value === option.value) : kept[key]?.value === option.value;
  const boxes = (element.options ?? []).map((option) => {
    const box = el("input", {
      type: many ? "checkbox" : "radio",
      name: group,
      value: option.value,
      data: { ...hooksOf(element, scope), value: option.value },
    });
    box.checked = isOn(option);
    box.addEventListener("change", async () => {
      const was = box.checked;
      const agreed = await tell(many ? { [key]: chosen() } : { [key]: chosen()[0] ?? null }, "changed");
      if (!agreed) box.checked = !was;
    });
    return box;
  });
  return el(
    "div",
    {
      class: "ticks",
      role: many ? "group" : "radiogroup",
      id: scope.fieldId,
      "aria-label": scope.label || (many ? "Choose any" : "Choose one"),
      "aria-describedby": scope.describedBy,
    },
    boxes.map((box, index) => tickLabel(element.options[index], box)),
  );
}

function tickLabel(option, box) {
  return el(
    "label",
    { class: "tick" },
    box,
    el(
      "span",
      { class: "tick-words" },
      el("span", {}, textObject(option.text)),
      option.description ? el("span", { class: "tick-note" }, textObject(option.description)) : null,
    ),
  );
}

const hooksOf = (element, scope) => ({ "block-id": scope.blockId, "action-id": element.action_id });

const richValue = (words) =>
  words === ""
    ? null
    : { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: words }] }] };

const richWords = (value) =>
  (value?.elements ?? [])
    .flatMap((section) => section.elements ?? [])
    .map((item) => item.text ?? "")
    .join("");
