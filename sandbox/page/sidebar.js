// The left side: rail of places, channels with unread counts, people, the app, and who we act as.

import { languageName, wallClock } from "./dates.js";
import { el, fill, icon, keepingFocus, link } from "./dom.js";
import { avatar } from "./messages.js";
import { openPopup } from "./popup.js";
import { channelName, isAppDm, me, store } from "./store.js";

const FLAG_TAGS = /^([a-z]{2})/i;

/** acts: {goChannel(id), goHome(), actAs(userId), toggleDrawer(tab)} */
export function drawRail(acts) {
  const toSidebar = () => document.body.classList.add("sidebar-open");
  const mark = el("span", { class: "workspace-mark", title: store.team.name, "aria-hidden": "true" });
  mark.textContent = store.team.name.charAt(0).toUpperCase();
  const inspector = { data: { testid: "traffic-toggle" }, "aria-label": "Traffic inspector" };
  const levers = { data: { testid: "faults-toggle" }, "aria-label": "Fault panel" };
  fill(
    document.getElementById("rail"),
    mark,
    railButton("home", "Home", toSidebar, { class: "rail-item active" }),
    store.links.map(railLink),
    railButton("traffic", "Traffic", () => acts.toggleDrawer("traffic"), inspector),
    railButton("fault", "Faults", () => acts.toggleDrawer("faults"), levers),
  );
}

const railWords = (symbol, words) => [el("span", { class: "rail-icon" }, icon(symbol)), el("span", {}, words)];

function railButton(symbol, words, click, props) {
  return el("button", { type: "button", class: "rail-item", on: { click }, ...props }, railWords(symbol, words));
}

function railLink({ href, label }) {
  const symbol = /mail/i.test(label) ? "mail" : /platform|shop|store/i.test(label) ? "globe" : "link";
  const node = link(href, railWords(symbol, label));
  node.className = "rail-item";
  node.dataset.testid = `link-${label.toLowerCase().replace(/\W+/g, "-")}`;
  return node;
}

export function drawSidebar(acts) {
  const scroll = document.querySelector(".sidebar-scroll")?.scrollTop ?? 0;
  const list = el("nav", { class: "sidebar-scroll", "aria-label": "Channels and direct messages" }, groups(acts));
  const name = el("h1", { class: "team-name" }, store.team.name);
  const top = el("div", { class: "sidebar-head" }, name, statusDot());
  const aside = document.getElementById("sidebar");
  keepingFocus(aside, () => aside.replaceChildren(top, list, switcher(acts)));
  list.scrollTop = scroll;
}

function groups(acts) {
  const all = [...store.channels.values()];
  const rooms = all.filter((channel) => !channel.is_im && channel.is_member !== false);
  const others = all.filter((channel) => !channel.is_im && channel.is_member === false && !channel.is_private);
  const people = all.filter((channel) => channel.is_im && !isAppDm(channel));
  const rows = (channels) => channels.map((channel) => channelRow(channel, acts));
  const toDrawer = (name, words) =>
    el("button", { type: "button", class: "link", on: { click: () => openDrawer(name, acts) } }, words);
  const links = store.links.map((entry) => link(entry.href, entry.label));
  return [
    group("Channels", rows(rooms)),
    others.length ? group("Not joined", rows(others)) : null,
    people.length ? group("Direct messages", rows(people)) : null,
    store.app ? group("Apps", [appRow(acts)]) : null,
    el("div", { class: "sidebar-links" }, links, toDrawer("traffic", "Traffic"), toDrawer("faults", "Faults")),
  ];
}

/** On a phone the drawer lies over the page, so the sidebar makes room for it. */
function openDrawer(name, acts) {
  document.body.classList.remove("sidebar-open");
  acts.toggleDrawer(name);
}

function statusDot() {
  const on = Boolean(store.app?.connected);
  return el(
    "span",
    {
      class: on ? "app-state on" : "app-state",
      title: on ? "The app is connected" : "The app is not connected",
      data: { testid: "app-state", connected: String(on) },
    },
    el("span", { class: on ? "visually-hidden" : null }, on ? "app connected" : "app away"),
  );
}

function group(title, rows) {
  return el("section", { class: "sidebar-group" }, el("h2", { class: "sidebar-title" }, icon("down", 14), title), rows);
}

function channelRow(channel, acts) {
  const isHere = store.place.kind === "channel" && store.place.channel === channel.id;
  const name = channelName(channel);
  const unread = channel.unread > 0 && !isHere;
  const user = channel.is_im ? store.users.get(channel.im_user) : null;
  const symbol = channel.is_im
    ? avatar({ user, name, isApp: Boolean(user?.is_bot) }, "tiny")
    : icon(channel.is_private ? "lock" : "hash", 16);
  const badge = channel.is_im ? channel.unread : channel.mentions;
  return el(
    "button",
    {
      type: "button",
      class: ["sidebar-row", isHere ? "here" : "", unread ? "unread" : "", channel.is_archived ? "archived" : ""]
        .filter(Boolean)
        .join(" "),
      "aria-current": isHere ? "page" : null,
      "aria-label": `${name}${channel.is_private ? ", private" : ""}${unread ? `, ${channel.unread} unread` : ""}`,
      data: {
        testid: `channel-${channel.is_im ? `dm-${channel.im_user}` : channel.name}`,
        "channel-id": channel.id,
        unread: channel.unread ?? 0,
      },
      on: { click: () => acts.goChannel(channel.id) },
    },
    el("span", { class: "row-icon" }, symbol),
    el("span", { class: "row-name" }, name),
    unread && badge
      ? el("span", { class: "badge", data: { testid: "badge" } }, String(badge))
      : unread
        ? el("span", { class: "unread-count", data: { testid: "badge" } }, String(channel.unread))
        : null,
  );
}

function appRow(acts) {
  const dm = [...store.channels.values()].find(isAppDm);
  const isHere = store.place.kind === "home" || (dm && store.place.channel === dm.id);
  const unread = dm && dm.unread > 0 && store.place.channel !== dm.id;
  return el(
    "button",
    {
      type: "button",
      class: ["sidebar-row", isHere ? "here" : "", unread ? "unread" : ""].filter(Boolean).join(" "),
      "aria-current": isHere ? "page" : null,
      data: { testid: "app-home-link", unread: dm?.unread ?? 0 },
      on: { click: () => (unread ? acts.goChannel(dm.id) : acts.goHome()) },
    },
    el(
      "span",
      { class: "row-icon" },
      el("span", { class: "avatar avatar-tiny avatar-app" }, store.app.name.charAt(0).toUpperCase()),
    ),
    el("span", { class: "row-name" }, store.app.name),
    unread ? el("span", { class: "badge" }, String(dm.unread)) : null,
  );
}

function switcher(acts) {
  const person = me();
  const button = el(
    "button",
    {
      type: "button",
      class: "switcher",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-label": `Acting as ${person.real_name}. Act as someone else`,
      data: { testid: "user-switcher", "user-id": person.id },
      on: { click: () => choosePerson(button, acts) },
    },
    avatar({ user: person, name: person.real_name || person.name || "?", isApp: false }),
    el(
      "span",
      { class: "switcher-words" },
      el("span", { class: "switcher-label" }, "Acting as"),
      el("span", { class: "switcher-name" }, person.real_name || person.name),
      el("span", { class: "switcher-note" }, placeWords(person)),
    ),
    icon("down", 16),
  );
  return button;
}

function choosePerson(button, acts) {
  const people = [...store.users.values()].filter((user) => !user.is_bot);
  const choose = (user) => {
    popup.close();
    acts.actAs(user.id);
  };
  const heading = el("div", { class: "menu-heading" }, "Act as");
  const rows = people.map((user) => personRow(user, choose));
  const list = el("div", { class: "people", role: "listbox", "aria-label": "Act as" }, heading, rows);
  const popup = openPopup(button, list, {
    above: true,
    width: 280,
    onClose: () => button.setAttribute("aria-expanded", "false"),
  });
  button.setAttribute("aria-expanded", "true");
  list.querySelector(".here")?.focus();
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const items = [...list.querySelectorAll("button")];
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  });
}

function personRow(user, choose) {
  const isHere = user.id === store.user;
  const name = user.real_name || user.name;
  const data = { testid: `act-as-${user.id}`, "user-id": user.id, "user-name": user.name };
  const props = { type: "button", role: "option", class: isHere ? "person here" : "person", data };
  return el(
    "button",
    { ...props, "aria-selected": String(isHere), on: { click: () => choose(user) } },
    avatar({ user, name, isApp: false }),
    el(
      "span",
      { class: "person-words" },
      el("span", { class: "person-name" }, name),
      user.role_note ? el("span", { class: "person-role" }, user.role_note) : null,
      el("span", { class: "person-place" }, placeWords(user)),
    ),
  );
}

/** "français · Paris 14:05" */
function placeWords(user) {
  const tag = FLAG_TAGS.test(user.locale ?? "") ? user.locale.replace("_", "-") : "en-US";
  const city = String(user.tz ?? "UTC")
    .split("/")
    .pop()
    .replaceAll("_", " ");
  return `${languageName(tag)} · ${city} ${wallClock(user.tz || "UTC", tag)}`;
}
