// The search field at the top: jumps to a channel, a person or the app. Ctrl+K, as in Slack.

import { el, icon } from "./dom.js";
import { closePopup, openPopup } from "./popup.js";
import { channelName, isAppDm, store } from "./store.js";

let acts = null;
let isReady = false;

export function drawFinder(given) {
  acts = given;
  const field = document.getElementById("finder");
  field.placeholder = `Search ${store.team.name}`;
  if (isReady) return;
  isReady = true;
  field.addEventListener("input", () => show(field));
  field.addEventListener("focus", () => show(field));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") document.querySelector(".finder-list [role=option]")?.click();
  });
  document.addEventListener("keydown", (event) => {
    if (
      !(event.ctrlKey || event.metaKey) ||
      event.key.toLowerCase() !== "k" ||
      document.body.classList.contains("has-modal")
    )
      return;
    event.preventDefault();
    field.focus();
  });
}

function show(field) {
  const wanted = field.value.trim().toLocaleLowerCase();
  const places = [...store.channels.values()]
    .filter((channel) => !isAppDm(channel))
    .map((channel) => ({
      words: channelName(channel),
      symbol: channel.is_im ? "user" : channel.is_private ? "lock" : "hash",
      run: () => acts.goChannel(channel.id),
    }));
  if (store.app) places.push({ words: store.app.name, symbol: "apps", run: () => acts.goHome() });
  const found = places.filter((place) => place.words.toLocaleLowerCase().includes(wanted)).slice(0, 9);
  const take = (place) => {
    closePopup();
    field.value = "";
    field.blur();
    place.run();
  };
  const rows = found.map((place) =>
    el(
      "button",
      { type: "button", role: "option", class: "menu-item", on: { click: () => take(place) } },
      icon(place.symbol, 16),
      place.words,
    ),
  );
  openPopup(
    field,
    el(
      "div",
      { class: "menu finder-list", role: "listbox", "aria-label": "Places" },
      rows.length ? rows : el("div", { class: "options-note" }, "Nothing found"),
    ),
    { width: field.offsetWidth },
  );
}
