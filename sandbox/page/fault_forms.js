// The two forms of the fault panel: one rule for what comes next, and a seeded random day.

import { el, fill, freshId } from "./dom.js";
import { badDay, FAULTS, FIELDS, TIMES } from "./fault_kinds.js";

/** A labelled row of a form. */
export function labelled(words, control) {
  control.id ||= freshId("lever");
  return el("div", { class: "lever-row" }, el("label", { for: control.id }, words), control);
}

/** A native menu; options are [words, value]. */
export function menu(options, props = {}) {
  return el("select", { class: "field", ...props }, optionsOf(options));
}

const optionsOf = (options) => options.map(([words, value]) => el("option", { value: String(value) }, words));

/** pull(path, body) sends it. */
export function ruleForm(state, pull) {
  const kind = el("select", { class: "field", data: { testid: "fault-kind" } }, FAULTS.map(groupOf));
  const method = el("select", { class: "field", data: { testid: "fault-method" } });
  const channel = menu([["Any channel", ""], ...state.channels.map((c) => [`#${c.name}`, c.id])], {
    data: { testid: "fault-channel" },
  });
  const times = menu(TIMES.map(([words], index) => [words, index]), { data: { testid: "fault-times" } });
  const numbers = el("div", { class: "lever-fields" });
  const show = () => {
    const { side, fields } = chosen(kind);
    const known = state.methods?.[side] ?? [];
    const before = method.value;
    fill(method, optionsOf([[side === "call" ? "Any method" : "Anything", "*"], ...families(side), ...known.map((name) => [name, name])]));
    method.value = [...method.options].some((option) => option.value === before) ? before : "*";
    fill(numbers, fields.map(fieldOf));
  };
  kind.addEventListener("change", show);
  show();
  const form = el(
    "form",
    { class: "lever-group", "aria-label": "Spoil what comes next", data: { testid: "fault-form" } },
    el("h3", {}, "Spoil what comes next"),
    labelled("What", kind),
    labelled("Of", method),
    labelled("In", channel),
    labelled("How often", times),
    numbers,
    el("button", { type: "submit", class: "button primary" }, "Add fault"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { body } = chosen(kind);
    const more = channel.value ? { channel: channel.value } : {};
    const rule = { ...body, method: method.value, times: TIMES[Number(times.value)][1], ...more, ...valuesIn(numbers) };
    void pull("/control/faults", rule);
  });
  return form;
}

/** A share of all calls goes wrong, the same way each time for the same seed. */
export function randomForm(pull) {
  const share = el("input", { class: "field", type: "number", min: 1, max: 100, value: "20" });
  const seed = el("input", { class: "field", type: "number", value: "7" });
  const form = el(
    "form",
    { class: "lever-group", "aria-label": "A bad day at random", data: { testid: "fault-random" } },
    el("h3", {}, "A bad day at random"),
    el("p", { class: "muted" }, "Drops, slow answers, 5xx, 429 and HTML pages among all calls, until cleared."),
    el("div", { class: "lever-fields" }, labelled("Percent of calls", share), labelled("Seed", seed)),
    el("button", { type: "submit", class: "button" }, "Start"),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const rule of badDay(Number(share.value) / 100, Math.trunc(Number(seed.value)))) {
      if (!(await pull("/control/faults", rule))) return;
    }
  });
  return form;
}

const groupOf = ({ group, side, kinds }) =>
  el(
    "optgroup",
    { label: group },
    kinds.map(([words], index) => el("option", { value: `${side}.${index}` }, words)),
  );

function chosen(kind) {
  const [side, index] = kind.value.split(".");
  const [, body, fields = []] = FAULTS.find((entry) => entry.side === side).kinds[Number(index)];
  return { side, body, fields };
}

const families = (side) => (side === "call" ? ["chat.*", "views.*", "files.*", "conversations.*"].map((name) => [name, name]) : []);

function fieldOf(name) {
  const [words, type, first] = FIELDS[name];
  return labelled(words, el("input", { class: "field", type, value: String(first), required: true, data: { field: name } }));
}

function valuesIn(numbers) {
  const inputs = [...numbers.querySelectorAll("[data-field]")];
  return Object.fromEntries(inputs.map((i) => [i.dataset.field, i.type === "number" ? Number(i.value) : i.value]));
}
