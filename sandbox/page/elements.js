// Interactive elements of Block Kit. A scope says where an element stands:
// {surface: {key, container, form}, form, blockId, label, dispatches, isInput, edited?}.

import { post } from "./api.js";
import { isBusy, markBusy, tokenOf, whileBusy } from "./busy.js";
import { choiceElement, CHOICE_TYPES } from "./choices.js";
import { confirmed } from "./confirm.js";
import { el, icon, link, safeHref } from "./dom.js";
import { feedbackButtons, iconButtonElement } from "./feedback.js";
import { fieldElement, FIELD_TYPES } from "./fields.js";
import { drawnAs } from "./marks.js";
import { openMenu } from "./popup.js";
import { plainWords, textObject } from "./mrkdwn.js";
import { pictureElement } from "./pictures.js";
import { store } from "./store.js";
import { fileInput } from "./uploads.js";

/** Any element: a control for the known types, a labelled box for the others. */
export function renderElement(element, scope) {
  const isForOthers = element.visible_to_user_ids?.length && !element.visible_to_user_ids.includes(store.user);
  return isForOthers ? null : drawnAs(element, control(element, scope));
}

function control(element, scope) {
  const press = (action) => pressed(element, scope, action);
  if (element.type === "button") return button(element, scope);
  if (element.type === "workflow_button") return button(element, scope);
  if (element.type === "icon_button") return iconButtonElement(element, scope, press);
  if (element.type === "feedback_buttons") return feedbackButtons(element, scope, press);
  if (element.type === "overflow") return overflow(element, scope);
  if (element.type === "image") return pictureElement(element);
  if (element.type === "file_input") return fileInput(element, scope);
  if (CHOICE_TYPES.has(element.type)) return choiceElement(element, scope, (value) => changed(element, scope, value));
  if (FIELD_TYPES.has(element.type))
    return fieldElement(element, scope, (value, how) => changed(element, scope, value, how));
  return el("span", { class: "unknown", data: { testid: "unknown-element" } }, `Unsupported element: ${element.type}`);
}

/** A press that the person may still take back in the confirm dialog. */
async function pressed(element, scope, action) {
  if (isBusy(tokenOf(scope, element)) || !(await confirmed(element.confirm))) return;
  await sendAction(element, scope, action);
}

/** Sends a block_actions interaction; the control turns until the app's ack. */
export function sendAction(element, scope, action) {
  const { surface, blockId } = scope;
  return whileBusy(tokenOf(scope, element), () =>
    post("/ui/action", {
      user: store.user,
      container: surface.container,
      block_id: blockId,
      action_id: element.action_id,
      action,
      state: { values: surface.form.values() },
    }),
  );
}

/** The attributes by which tests find a control. */
export const hooks = (element, scope) => ({ "block-id": scope.blockId, "action-id": element.action_id });

async function changed(element, scope, value, how = "changed") {
  const before = scope.form.get(scope.blockId, element.action_id);
  scope.form.set(scope.blockId, element.action_id, value);
  if (!wantsAction(element, scope, how)) {
    if (how !== "typed") scope.edited?.(); // the pause after typing ends late: an error may stand there by then
    return true;
  }
  if (!(await confirmed(element.confirm))) {
    scope.form.set(scope.blockId, element.action_id, before);
    return false;
  }
  await sendAction(element, scope, value);
  return true;
}

/** Inputs speak up only with dispatch_action; text fields then by Enter or by character, as configured. */
function wantsAction(element, scope, how) {
  if (how === "silent") return false;
  if (!scope.isInput) return how !== "typed";
  if (!scope.dispatches) return false;
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  if (how === "typed") return on.includes("on_character_entered");
  if (how === "entered") return on.includes("on_enter_pressed");
  return true;
}

function button(element, scope) {
  const look = { primary: "button primary", danger: "button danger" }[element.style] ?? "button";
  const shared = {
    class: look,
    "aria-label": element.accessibility_label,
    title: plainWords(element.text),
    data: { ...hooks(element, scope), value: element.value ?? null },
  };
  const words = el("span", { class: "button-words" }, textObject(element.text));
  const press = () => pressed(element, scope, element.value === undefined ? {} : { value: element.value });
  if (element.url && safeHref(element.url)) {
    const anchor = link(element.url, words);
    anchor.className = `${look} link-button`;
    for (const [name, value] of Object.entries(shared.data))
      if (value !== null) anchor.setAttribute(`data-${name}`, value);
    anchor.addEventListener("click", () => {
      void sendAction(element, scope, {});
    });
    return anchor;
  }
  const control = el(
    "button",
    {
      type: "button",
      ...shared,
      on: {
        click: () => void press(),
      },
    },
    words,
  );
  return markBusy(control, tokenOf(scope, element));
}

function overflow(element, scope) {
  const choose = async (option) => {
    if (!(await confirmed(element.confirm))) return;
    if (option.url && safeHref(option.url)) window.open(safeHref(option.url), "_blank", "noopener,noreferrer");
    await sendAction(element, scope, { selected_option: option });
  };
  const items = () =>
    (element.options ?? []).map((option) => ({
      label: [
        textObject(option.text), // drawn anew each time: what was appended once is gone from here
        option.description ? el("span", { class: "menu-note" }, textObject(option.description)) : null,
      ],
      data: { value: option.value },
      run: () => void choose(option),
    }));
  const control = el(
    "button",
    {
      type: "button",
      class: "button overflow-button",
      "aria-label": "More actions",
      title: "More actions",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      data: hooks(element, scope),
      on: { click: () => openMenu(control, items()) },
    },
    icon("more", 18),
  );
  return markBusy(control, tokenOf(scope, element));
}
