// The drawer at the right: what went between Slack and the app, and the levers that make it go wrong.

import { el, iconButton } from "./dom.js";
import { drawFaults, faultsClosed } from "./faults.js";
import { drawTraffic, trafficClosed } from "./inspector.js";

const TABS = [
  ["traffic", "Traffic", drawTraffic, trafficClosed],
  ["faults", "Faults", drawFaults, faultsClosed],
];

let shown = ""; // the tab that is open, or ""

/** Opens a tab of the drawer; the one that is open is closed. */
export function toggleDrawer(name) {
  const closes = shown === name;
  for (const [, , , closed] of TABS) closed();
  shown = closes ? "" : name;
  const aside = document.getElementById("traffic");
  document.body.classList.toggle("traffic-open", !closes);
  if (closes) {
    aside.replaceChildren();
    return;
  }
  const body = el("div", { class: "drawer-body", role: "tabpanel", "aria-label": name });
  aside.replaceChildren(head(), body);
  TABS.find(([tab]) => tab === name)[2](body);
}

function head() {
  const tab = ([name, words]) =>
    el(
      "button",
      {
        type: "button",
        role: "tab",
        class: name === shown ? "tab here" : "tab",
        "aria-selected": String(name === shown),
        data: { testid: `drawer-${name}` },
        on: { click: () => name !== shown && toggleDrawer(name) },
      },
      words,
    );
  return el(
    "div",
    { class: "pane-head drawer-head" },
    el("div", { class: "drawer-tabs", role: "tablist", "aria-label": "Inspector" }, TABS.map(tab)),
    el("span", { class: "bar-space" }),
    iconButton("close", "Close inspector", () => toggleDrawer(shown), { data: { testid: "drawer-close" } }),
  );
}
