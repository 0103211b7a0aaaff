// Short words at the edge of the window: what Slack says when an app was late or an act failed.

import { el, icon, iconButton } from "./dom.js";

const SHOWN_MS = 9000;

/** Shows words for a while. level: error, warning, info, success. */
export function toast(level, text) {
  const shelf = document.getElementById("toasts");
  const symbol = level === "success" ? "check" : level === "info" ? "info" : "warning";
  const node = el(
    "div",
    { class: `toast toast-${level}`, role: level === "info" ? "status" : "alert", data: { testid: "toast", level } },
    icon(symbol),
    el("span", { class: "toast-text" }, text),
    iconButton("close", "Dismiss", () => node.remove(), { class: "icon-button toast-close" }),
  );
  shelf.append(node);
  while (shelf.children.length > 4) shelf.firstElementChild.remove();
  setTimeout(() => node.remove(), SHOWN_MS);
}

/** Said aloud by screen readers, not shown. */
export function announce(text) {
  const region = document.getElementById("announcer");
  region.textContent = "";
  region.textContent = String(text).slice(0, 300);
}
