// The middle and right of the window: a channel, the app's Home tab, the thread pane.

import { renderBlocks, surfaceOf } from "./blocks.js";
import { composer } from "./composer.js";
import { el, fill, icon, iconButton, keepingFocus } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { drawMessages, walkMessages, avatar } from "./messages.js";
import { closeOrphan } from "./popup.js";
import { channelName, isAppDm, store } from "./store.js";

let shownPlace = "";
let shownThread = "";

/** acts: {goChannel, goHome, closeThread} */
export function drawMain(acts) {
  const main = document.getElementById("main");
  const place = `${store.user}|${store.place.kind}|${store.place.channel ?? ""}|${store.channels.get(store.place.channel)?.is_archived ?? ""}`;
  if (store.place.kind === "home") {
    drawHome(main, acts, place !== shownPlace);
    shownPlace = place;
    return;
  }
  const channel = store.channels.get(store.place.channel);
  if (!channel) {
    main.replaceChildren(el("div", { class: "empty" }, "Choose a channel on the left."));
    shownPlace = "";
    return;
  }
  if (place !== shownPlace) {
    shownPlace = place;
    const list = el("div", {
      class: "messages",
      role: "list",
      "aria-label": `Messages in ${channelName(channel)}`,
      data: { testid: "messages", channel: channel.id },
    });
    walkMessages(list);
    fill(
      main,
      el("div", { class: "pane-head", id: "channel-head" }),
      appTabs(channel, acts),
      el("div", { class: "scroller" }, list),
      foot(channel),
    );
  }
  fill(document.getElementById("channel-head"), head(channel));
  const list = main.querySelector(".messages");
  drawMessages(list, store.messages, { channel, opening: beginning(channel) });
}

/** Puts the end of the conversation into view. */
export function scrollToEnd() {
  for (const scroller of document.querySelectorAll(".scroller")) scroller.scrollTop = scroller.scrollHeight;
}

export function showMessage(ts) {
  const node = document.querySelector(`.message[data-ts="${CSS.escape(ts)}"]`);
  if (!node) return;
  node.scrollIntoView({ block: "center" });
  node.classList.add("found");
  setTimeout(() => node.classList.remove("found"), 2500);
}

export function drawThread(acts) {
  const pane = document.getElementById("thread");
  document.body.classList.toggle("thread-open", Boolean(store.thread));
  if (!store.thread) {
    pane.replaceChildren();
    shownThread = "";
    return;
  }
  const channel = store.channels.get(store.thread.channel);
  if (!channel) return;
  const which = `${store.user}|${channel.id}|${store.thread.ts}`;
  if (which !== shownThread) {
    shownThread = which;
    const list = el("div", {
      class: "messages",
      role: "list",
      "aria-label": "Messages in thread",
      data: { testid: "thread-messages" },
    });
    walkMessages(list);
    fill(
      pane,
      el(
        "div",
        { class: "pane-head" },
        backButton(acts.closeThread, "Close thread"),
        el("h2", {}, "Thread"),
        el("span", { class: "pane-note" }, channel.is_im ? channelName(channel) : `# ${channel.name}`),
        el("span", { class: "bar-space" }),
        iconButton("close", "Close thread", acts.closeThread, {
          data: { testid: "thread-close" },
          class: "icon-button wide-only",
        }),
      ),
      el("div", { class: "scroller" }, list),
      channel.is_archived ? null : composer({ channel, threadTs: store.thread.ts }),
    );
  }
  drawMessages(pane.querySelector(".messages"), store.thread.messages, { channel, inThread: true });
}

const backButton = (act, label) => iconButton("back", label, act, { class: "icon-button narrow-only" });

const openSidebar = () => document.body.classList.add("sidebar-open");

function head(channel) {
  const symbol = channel.is_im
    ? avatar({ user: store.users.get(channel.im_user), name: channelName(channel), isApp: isAppDm(channel) }, "small")
    : icon(channel.is_private ? "lock" : "hash", 18);
  const members = [...store.users.values()].filter((user) => !user.is_bot).slice(0, 3);
  return [
    backButton(openSidebar, "Channels"),
    el("h2", { class: "channel-title", data: { testid: "channel-title" } }, symbol, channelName(channel)),
    channel.topic ? el("span", { class: "channel-topic", title: channel.topic }, mrkdwn(channel.topic)) : null,
    el("span", { class: "bar-space" }),
    !channel.is_im && channel.bot_is_member === false && store.app
      ? el("span", { class: "pill" }, `${store.app.name} is not in this channel`)
      : null,
    channel.is_im
      ? null
      : el(
          "span",
          { class: "faces", "aria-hidden": "true" },
          members.map((user) => avatar({ user, name: user.real_name, isApp: false }, "small")),
        ),
  ];
}

function foot(channel) {
  if (channel.is_archived)
    return el(
      "div",
      { class: "archived-note", data: { testid: "archived" } },
      icon("info", 16),
      `#${channel.name} is archived. You can read it, but nobody can write in it.`,
    );
  return composer({ channel });
}

function beginning(channel) {
  if (channel.is_im) {
    return el(
      "div",
      { class: "beginning" },
      el("h3", {}, channelName(channel)),
      el("p", {}, "This conversation is between ", el("strong", {}, `@${channelName(channel)}`), " and you."),
    );
  }
  return el(
    "div",
    { class: "beginning" },
    el("h3", {}, icon(channel.is_private ? "lock" : "hash", 26), channel.name),
    el("p", {}, `This is the very beginning of the #${channel.name} channel.`),
  );
}

function appTabs(channel, acts) {
  if (!isAppDm(channel)) return null;
  return tabs("messages", acts, channel);
}

function tabs(active, acts, dm) {
  const tab = (name, words, act) =>
    el(
      "button",
      {
        type: "button",
        role: "tab",
        class: name === active ? "tab here" : "tab",
        "aria-selected": String(name === active),
        data: { testid: `tab-${name}` },
        on: { click: act },
      },
      words,
    );
  return el(
    "div",
    { class: "tabs", role: "tablist", "aria-label": store.app?.name ?? "App" },
    tab("home", "Home", () => acts.goHome()),
    dm ? tab("messages", "Messages", () => acts.goChannel(dm.id)) : null,
  );
}

function homeFrame(acts) {
  const dm = [...store.channels.values()].find(isAppDm);
  const name = store.app?.name ?? "App";
  const face = avatar({ user: store.users.get(store.app?.bot_user_id) ?? null, name, isApp: true }, "small");
  const title = el("h2", { class: "channel-title", data: { testid: "channel-title" } }, face, name);
  return [
    el("div", { class: "pane-head" }, backButton(openSidebar, "Channels"), title),
    tabs("home", acts, dm),
    el("div", { class: "scroller home-scroller" }, el("div", { class: "home-tab", data: { testid: "home-tab" } })),
  ];
}

function drawHome(main, acts, isNew) {
  if (isNew) main.replaceChildren(...homeFrame(acts));
  const body = main.querySelector(".home-tab");
  const view = store.home;
  if (!view) {
    const words = "This is a work in progress: the app has not published a Home tab yet.";
    body.replaceChildren(el("div", { class: "empty", data: { testid: "home-empty" } }, words));
    return;
  }
  const surface = surfaceOf(`home:${store.user}`, { type: "home", view_id: view.id });
  const scroller = main.querySelector(".scroller");
  const before = scroller.scrollTop;
  surface.form.begin();
  body.dataset.viewId = view.id;
  keepingFocus(body, () => body.replaceChildren(...renderBlocks(view.blocks, surface)));
  surface.form.end();
  closeOrphan();
  scroller.scrollTop = before;
}
