// Starts the page, follows the live stream, and moves between places. The address of the window says
// who acts and where: ?user=U1&channel=C1&thread=ts, or ?user=U1&home=1.

import { get, listen, post } from "./api.js";
import { debounce } from "./dom.js";
import { toggleDrawer } from "./drawer.js";
import { drawFinder } from "./finder.js";
import { changesSeen, happened, markRead } from "./live.js";
import { showModals } from "./modals.js";
import { refreshDates } from "./mrkdwn.js";
import { drawMain, drawThread, scrollToEnd, showMessage } from "./panes.js";
import { closePopup, listenForPopupEnd } from "./popup.js";
import { listenForRegions } from "./regions.js";
import { drawRail, drawSidebar } from "./sidebar.js";
import { onSlackbotLine } from "./slackbot.js";
import { store } from "./store.js";
import { toast } from "./toasts.js";

const DATES_EVERY_MS = 20_000;
const LOOK_AGAIN_MS = 200;
const REFETCH_TIMES = 4; // a message that arrives while the list is read asks for another reading

let stopListening = () => {};
let visit = 0; // counts moves, so that an answer for a place we left is dropped

const acts = {
  goChannel,
  goHome,
  actAs,
  toggleDrawer,
  closeThread,
  lookAgain: debounce(LOOK_AGAIN_MS, () => void readSnapshot()),
};

async function start() {
  listenForPopupEnd();
  listenForRegions();
  document.addEventListener("click", followInside);
  onSlackbotLine(() => drawMain(acts));
  window.addEventListener("popstate", () => void arrive());
  setInterval(refreshDates, DATES_EVERY_MS);
  document.getElementById("scrim").addEventListener("click", () => document.body.classList.remove("sidebar-open"));
  await arrive();
}

/** Goes where the address says; changes the stream when the person changed. */
async function arrive() {
  const asked = new URLSearchParams(location.search);
  const user = asked.get("user") ?? "";
  if (user && user === store.user) {
    await openPlace(asked);
    return;
  }
  stopListening();
  showModals([]);
  Object.assign(store, { user, place: { kind: "none" }, thread: null, messages: [], home: null });
  if (!(await readSnapshot())) return;
  stopListening = listen(store.user, {
    onEvent: (event) => happened(event, acts),
    onOpen: () => void refetch(),
    onLost: () => setOnline(false),
  });
  await openPlace(asked);
}

async function readSnapshot() {
  let answer;
  try {
    answer = await get("/ui/snapshot", { user: store.user });
  } catch (error) {
    if (store.user && error.code !== "network") {
      go({}, true);
      return false;
    }
    setOnline(false);
    setTimeout(() => void arrive(), 1000);
    return false;
  }
  const whoever = (answer.users ?? []).find((user) => !user.is_bot);
  store.user = (typeof answer.me === "string" ? answer.me : answer.me?.id) ?? (store.user || whoever?.id) ?? "";
  Object.assign(store, { team: answer.team, app: answer.app ?? null, links: answer.links ?? [] });
  store.users = new Map((answer.users ?? []).map((user) => [user.id, user]));
  store.channels = new Map((answer.channels ?? []).map((channel) => [channel.id, channel]));
  store.groups = new Map((answer.usergroups ?? []).map((group) => [group.id, group]));
  store.edition = JSON.stringify([answer.users, answer.usergroups, (answer.channels ?? []).map((channel) => [channel.id, channel.name])]);
  document.title = `${store.team.name} | Slack sandbox`;
  document.documentElement.lang = "en";
  drawRail(acts);
  drawSidebar(acts);
  drawFinder(acts);
  return true;
}

async function openPlace(asked) {
  visit += 1;
  closePopup();
  if (asked.get("home")) await openHome();
  else
    await openChannel(
      asked.get("channel") ?? [...store.channels.values()].find((channel) => !channel.is_im)?.id,
      asked.get("message"),
    );
  const thread = asked.get("thread");
  store.thread =
    thread && store.place.kind === "channel" ? { channel: store.place.channel, ts: thread, messages: [] } : null;
  if (store.thread) await readThread();
  drawThread(acts);
}

async function openChannel(id, message) {
  const channel = store.channels.get(id);
  if (!channel) {
    store.place = { kind: "none" };
    drawMain(acts);
    return;
  }
  const isSame = store.place.kind === "channel" && store.place.channel === id;
  if (!isSame) {
    const unread = channel.unread ?? 0;
    store.place = { kind: "channel", channel: id };
    store.messages = [];
    store.newFrom = null;
    await readChannel();
    const lasting = store.messages.filter((item) => !item.is_ephemeral);
    store.newFrom = unread > 0 ? (lasting.at(-Math.min(unread, lasting.length))?.ts ?? null) : null;
    drawMain(acts);
    scrollToEnd();
  }
  markRead(channel);
  drawSidebar(acts);
  if (message) showMessage(message);
}

async function openHome() {
  store.place = { kind: "home" };
  store.newFrom = null;
  drawSidebar(acts);
  drawMain(acts);
  try {
    await readHome();
    await post("/ui/home/open", { user: store.user });
  } catch (error) {
    toast("error", error.message);
  }
}

async function readHome() {
  await readUntilQuiet(async () => {
    const { view } = await get("/ui/home", { user: store.user });
    if (store.place.kind !== "home") return;
    store.home = view ?? null;
    drawMain(acts);
  });
}

async function readChannel() {
  await readUntilQuiet(async () => {
    const id = store.place.channel;
    const answer = await get("/ui/channel", { user: store.user, channel: id });
    if (store.place.channel !== id) return;
    store.messages = answer.messages ?? [];
    if (answer.channel) store.channels.set(id, { ...store.channels.get(id), ...answer.channel });
    drawMain(acts);
  });
}

async function readThread() {
  await readUntilQuiet(async () => {
    const { channel, ts } = store.thread ?? {};
    if (!ts) return;
    const { messages } = await get("/ui/thread", { user: store.user, channel, ts });
    if (store.thread?.ts === ts) store.thread.messages = messages ?? [];
    drawThread(acts);
  });
}

async function readUntilQuiet(read) {
  for (let round = 0; round < REFETCH_TIMES; round += 1) {
    const before = changesSeen();
    const here = visit;
    try {
      await read();
    } catch (error) {
      if (error.code !== "network") toast("error", error.message);
      return;
    }
    if (before === changesSeen() || here !== visit) return;
  }
}

/** After each connection of the stream: whatever was missed is read again. */
async function refetch() {
  setOnline(true);
  if (!(await readSnapshot())) return;
  if (store.place.kind === "channel") await readChannel();
  else if (store.place.kind === "home") await readHome();
  if (store.thread) await readThread();
  try {
    showModals((await get("/ui/modals", { user: store.user })).stack);
  } catch (error) {
    toast("error", error.message);
  }
  document.body.dataset.live = "true";
}

function setOnline(on) {
  document.body.classList.toggle("offline", !on);
  if (!on) document.body.dataset.live = "false";
}

function go(params, replace = false) {
  const query = new URLSearchParams({ ...(store.user && !params.user ? { user: store.user } : {}), ...params });
  history[replace ? "replaceState" : "pushState"](null, "", `?${query}`);
  document.body.classList.remove("sidebar-open");
  void arrive();
}

function goChannel(channel, more = {}) {
  go({ channel, ...more });
}
function goHome() {
  go({ home: "1" });
}
function actAs(user) {
  go({
    user,
    ...(store.place.channel ? { channel: store.place.channel } : store.place.kind === "home" ? { home: "1" } : {}),
  });
}
function closeThread() {
  if (store.place.channel) go({ channel: store.place.channel });
}

/** Links to channels, messages and threads are followed inside the page. */
function followInside(event) {
  const thread = event.target.closest?.("[data-open-thread]");
  if (thread) {
    go({ channel: store.place.channel, thread: thread.dataset.openThread });
    return;
  }
  const anchor = event.target.closest?.("a");
  if (!anchor || event.ctrlKey || event.metaKey) return;
  const target = anchor.dataset.goChannel
    ? { channel: anchor.dataset.goChannel, message: anchor.dataset.goMessage }
    : permalinkOf(anchor.href);
  if (!target || !store.channels.has(target.channel)) return;
  event.preventDefault();
  go(Object.fromEntries(Object.entries(target).filter(([, value]) => value)));
}

/** {channel, message, thread} of ".../archives/C1/p1790000000000100?thread_ts=...", else null. */
function permalinkOf(address) {
  const found = /\/archives\/([A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?(?:\?(.*))?$/.exec(address ?? "");
  if (!found) return null;
  const message = found[2] ? `${found[2]}.${found[3]}` : undefined;
  return { channel: found[1], message, thread: new URLSearchParams(found[4] ?? "").get("thread_ts") ?? undefined };
}

void start();
