// The dialog that asks before an act: a composition object with title, text, confirm, deny, style.

import { el, freshId, iconButton } from "./dom.js";
import { textObject } from "./mrkdwn.js";

/** Asks; resolves to true when the person agrees. Without a confirm object: true at once. */
export function confirmed(asked) {
  if (!asked) return Promise.resolve(true);
  return new Promise((resolve) => showDialog(asked, resolve));
}

/** Keeps Tab inside a dialog. */
export function trapTab(dialog, event) {
  if (event.key !== "Tab") return;
  const stops = [...dialog.querySelectorAll("a[href], button, input, textarea, select, [tabindex]")].filter(
    (node) => !node.disabled && node.tabIndex >= 0 && node.getClientRects().length > 0,
  );
  if (!stops.length) {
    event.preventDefault();
    dialog.focus();
    return;
  }
  const first = stops[0];
  const last = stops.at(-1);
  const outside = !dialog.contains(document.activeElement) || document.activeElement === dialog;
  if (event.shiftKey && (document.activeElement === first || outside)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && (document.activeElement === last || outside)) {
    event.preventDefault();
    first.focus();
  }
}

function showDialog(asked, resolve) {
  const before = document.activeElement;
  const end = (answer) => {
    shade.remove();
    before?.focus?.();
    resolve(answer);
  };
  const dialog = dialogFor(asked, end);
  const shade = el("div", { class: "shade confirm-shade" }, dialog);
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") end(false);
    trapTab(dialog, event);
  });
  document.getElementById("dialogs").append(shade);
  dialog.querySelector("[data-testid=confirm-yes]").focus();
}

function dialogFor(asked, end) {
  const titleId = freshId("confirm");
  const textId = freshId("confirm");
  const names = { "aria-labelledby": titleId, "aria-describedby": textId, "aria-modal": "true", tabindex: "-1" };
  const yesLook = asked.style === "danger" ? "button danger-filled" : "button primary";
  const answer = (look, testid, words, agreed) =>
    el(
      "button",
      { type: "button", class: look, data: { testid }, on: { click: () => end(agreed) } },
      textObject(words),
    );
  const title = el("h2", { id: titleId }, textObject(asked.title ?? "Are you sure?"));
  return el(
    "div",
    { class: "confirm", role: "alertdialog", ...names, data: { testid: "confirm" } },
    el(
      "div",
      { class: "confirm-head" },
      title,
      iconButton("close", "Close", () => end(false)),
    ),
    el("div", { class: "confirm-text", id: textId }, textObject(asked.text)),
    el(
      "div",
      { class: "confirm-foot" },
      answer("button", "confirm-no", asked.deny ?? "Cancel", false),
      answer(yesLook, "confirm-yes", asked.confirm ?? "Yes", true),
    ),
  );
}
