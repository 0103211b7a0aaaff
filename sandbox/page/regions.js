// F6 walks from one part of the window to the next, Shift+F6 back, as in Slack: sidebar, conversation, message
// box, thread, inspector. Tab then moves inside.

// For each part, what takes the keyboard there: the first of these that is shown.
const STOPS = [
  ["#sidebar .sidebar-row.here", "#sidebar .sidebar-row"],
  ["#main .message:last-child", "#main .home-tab button", "#main .home-tab [data-action-id]"],
  ["#main .composer-text"],
  ["#thread .message:last-child"],
  ["#thread .composer-text"],
  ["#traffic .tab.here"],
];

/** Installed once by the page. */
export function listenForRegions() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F6" || document.getElementById("page").inert) return;
    event.preventDefault();
    move(event.shiftKey ? -1 : 1);
  });
}

function move(step) {
  const stops = STOPS.map(stopOf).filter(Boolean);
  if (!stops.length) return;
  const here = stops.findLastIndex((node) => regionOf(node).contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : stops.length - 1) : (here + step + stops.length) % stops.length;
  stops[next].focus();
}

const stopOf = (selectors) =>
  selectors.flatMap((selector) => [...document.querySelectorAll(selector)]).find(isShown) ?? null;

/** What F6 counts as one: the message box is a part of its own within its pane. */
const regionOf = (node) => node.closest(".composer, .scroller") ?? node.closest("aside, main");

const isShown = (node) => node.getClientRects().length > 0;
