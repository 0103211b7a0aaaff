// The modal stack. Values are kept per view id, block_id and action_id, so an update does not lose what
// was typed. The top view is a dialog that keeps the keyboard; those below are hidden.

import { post } from "./api.js";
import { clearError, renderBlocks, showError, surfaceOf } from "./blocks.js";
import { trapTab } from "./confirm.js";
import { el, freshId, icon, iconButton, keepingFocus } from "./dom.js";
import { dropForms } from "./form.js";
import { textObject } from "./mrkdwn.js";
import { closePopup } from "./popup.js";
import { store } from "./store.js";
import { fieldProblems } from "./checks.js";

const TROUBLE = "We had some trouble connecting. Try again?"; // Slack's words when the app does not answer

let shownId = null;
let shownView = ""; // as it was drawn: the same view told again changes nothing, so errors at fields stay
let sending = null; // the view id whose submission waits for its ack
let before = null; // where the keyboard was when the first modal opened

/** Shows the stack as the server has it. */
export function showModals(stack) {
  store.stack = stack ?? [];
  const layer = document.getElementById("modals");
  dropForms("view:", new Set(store.stack.map((view) => `view:${view.id}`)));
  const top = store.stack.at(-1);
  if (!top) return hideModals(layer);
  if (!shownId) before = document.activeElement;
  if (sending && sending !== top.id) sending = null;
  closePopup();
  const told = JSON.stringify([top, store.stack.length, store.edition]);
  const isSame = shownId === top.id && told === shownView;
  shownView = told;
  if (isSame) return undefined;
  if (shownId === top.id) redraw(layer, top);
  else {
    shownId = top.id;
    layer.replaceChildren(modal(top));
    focusFirst(layer);
  }
  document.body.classList.add("has-modal");
  document.getElementById("page").inert = true;
  return undefined;
}

function hideModals(layer) {
  layer.replaceChildren();
  document.body.classList.remove("has-modal");
  document.getElementById("page").inert = false;
  if (shownId) before?.focus?.();
  shownId = null;
  sending = null;
}

function redraw(layer, view) {
  const scroll = layer.querySelector(".modal-body")?.scrollTop ?? 0;
  keepingFocus(layer, () => layer.replaceChildren(modal(view)));
  layer.querySelector(".modal-body").scrollTop = scroll;
  if (!layer.contains(document.activeElement)) layer.querySelector(".modal")?.focus();
}

function modal(view) {
  const titleId = freshId("modal-title");
  const surface = surfaceOf(`view:${view.id}`, { type: "view", view_id: view.id });
  surface.form.begin();
  const body = el("form", { class: "modal-body", novalidate: true }, renderBlocks(view.blocks, surface));
  surface.form.end();
  const dialog = el(
    "div",
    {
      class: store.stack.length > 1 ? "modal pushed" : "modal",
      role: "dialog",
      "aria-modal": "true",
      "aria-labelledby": titleId,
      tabindex: "-1",
      data: { "view-id": view.id, testid: "modal", "callback-id": view.callback_id },
    },
    head(view, titleId, surface),
    el("div", { class: "modal-banner", role: "alert", hidden: true, data: { testid: "modal-error" } }),
    body,
    foot(view, surface),
  );
  body.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit(view, dialog, surface);
  });
  body.addEventListener("input", (event) => {
    const block = event.target.closest(".input");
    if (block) clearError(block);
  });
  dialog.addEventListener("keydown", (event) => pressed(event, view, dialog, surface));
  if (sending === view.id) setSending(dialog, true);
  return el("div", { class: "shade modal-shade" }, dialog);
}

function head(view, titleId, surface) {
  const control = (symbol, label, all, testid) =>
    iconButton(symbol, label, () => void close(view, all, surface), { data: { testid } });
  return el(
    "div",
    { class: "modal-head" },
    store.stack.length > 1 ? control("back", "Back", false, "modal-back") : appMark(),
    el("h2", { id: titleId }, textObject(view.title)),
    control("close", "Close", true, "modal-dismiss"),
  );
}

const appMark = () =>
  el("span", { class: "app-mark", "aria-hidden": "true" }, (store.app?.name ?? "A").charAt(0).toUpperCase());

function foot(view, surface) {
  const hasSubmit = Boolean(view.submit);
  const closeWords = view.close ? textObject(view.close) : hasSubmit ? "Cancel" : "Close";
  return el(
    "div",
    { class: "modal-foot" },
    el(
      "button",
      {
        type: "button",
        class: "button",
        data: { testid: "modal-close" },
        on: {
          click: () => void close(view, false, surface),
        },
      },
      closeWords,
    ),
    hasSubmit
      ? el(
          "button",
          {
            type: "button",
            class: "button primary",
            data: { testid: "modal-submit" },
            disabled: view.submit_disabled,
            on: { click: (event) => event.target.closest(".modal").querySelector("form").requestSubmit() },
          },
          el("span", { class: "button-words" }, textObject(view.submit)),
        )
      : null,
  );
}

async function submit(view, dialog, surface) {
  if (!view.submit || sending === view.id) return;
  const problems = fieldProblems(view.blocks, surface.form);
  if (Object.keys(problems).length) {
    showErrors(dialog, problems);
    return;
  }
  sending = view.id;
  setSending(dialog, true);
  let errors = null;
  let trouble = null;
  try {
    errors = (
      await post("/ui/view/submit", { user: store.user, view_id: view.id, state: { values: surface.form.values() } })
    ).errors;
  } catch (error) {
    trouble = error.code === "network" || /time|dispatch|ack/i.test(error.code) ? TROUBLE : error.message;
  }
  sending = null;
  const now = document.querySelector(`[role=dialog][data-view-id="${CSS.escape(view.id)}"]`);
  if (!now) return;
  setSending(now, false);
  if (trouble) showBanner(now, trouble);
  else if (errors) showErrors(now, errors);
}

/** What was typed goes along: an app that asked for it hears of the closing with the state of the view. */
async function close(view, all, surface) {
  try {
    await post("/ui/view/close", {
      user: store.user,
      view_id: view.id,
      all,
      state: { values: surface.form.values() },
    });
  } catch (error) {
    const dialog = document.querySelector(`[role=dialog][data-view-id="${CSS.escape(view.id)}"]`);
    if (dialog) showBanner(dialog, error.message);
  }
}

function setSending(dialog, on) {
  dialog.classList.toggle("is-sending", on);
  const button = dialog.querySelector("[data-testid=modal-submit]");
  if (!button) return;
  button.disabled = on;
  button.classList.toggle("is-busy", on);
  if (on) button.setAttribute("aria-busy", "true");
  else button.removeAttribute("aria-busy");
}

function showErrors(dialog, errors) {
  for (const node of dialog.querySelectorAll(".input.has-error")) clearError(node);
  let first = null;
  const homeless = [];
  for (const [blockId, words] of Object.entries(errors)) {
    const node = dialog.querySelector(`.input[data-block-id="${CSS.escape(blockId)}"]`);
    if (!node) {
      homeless.push(`${blockId}: ${words}`);
      continue;
    }
    showError(node, words);
    first ??= node;
  }
  if (homeless.length) showBanner(dialog, homeless.join(" · "));
  first?.scrollIntoView({ block: "nearest" });
  first?.querySelector("[data-action-id]")?.focus({ preventScroll: true });
}

function showBanner(dialog, words) {
  const banner = dialog.querySelector(".modal-banner");
  banner.hidden = false;
  banner.replaceChildren(icon("warning", 16), el("span", {}, words));
}

function pressed(event, view, dialog, surface) {
  if (event.key === "Escape") {
    event.preventDefault();
    void close(view, false, surface);
  } else if (event.key === "Enter" && !event.isComposing && submitsByEnter(event)) {
    event.preventDefault();
    void submit(view, dialog, surface);
  } else trapTab(dialog, event);
}

/** Enter submits from a one-line field; Ctrl or Cmd with Enter from anywhere. */
function submitsByEnter(event) {
  if (event.ctrlKey || event.metaKey) return true;
  return event.target.matches("input.field");
}

function focusFirst(layer) {
  const dialog = layer.querySelector(".modal");
  const wanted =
    dialog.querySelector("[data-focus-on-load]") ??
    dialog.querySelector(".modal-body .field, .modal-body .choice-input");
  (wanted ?? dialog).focus({ preventScroll: true });
}
