// What the page knows, in one place, and who wants to hear when it changes.

export const store = {
  user: "", // the id of the person we act as
  team: { id: "", name: "", domain: "" },
  app: null, // {id, name, bot_user_id, commands, shortcuts, connected}
  users: new Map(), // id -> user
  channels: new Map(), // id -> channel, in the server's order
  groups: new Map(), // id -> user group {id, handle, name, users}
  links: [], // [{label, href}]
  place: { kind: "none" }, // {kind: "channel", channel} | {kind: "home"} | {kind: "none"}
  messages: [], // of the channel shown, oldest first
  thread: null, // {channel, ts, messages} | null
  stack: [], // open modals, top last
  home: null, // the App Home view | null
  traffic: [], // newest first
  edition: "", // changes when names of people or channels do: what was drawn with them is drawn again
  newFrom: null, // ts of the first message unread when the channel was opened
};

export const me = () =>
  store.users.get(store.user) ?? { id: store.user, name: "", real_name: "", tz: "UTC", locale: "en-US" };

export const locale = () => {
  try {
    return Intl.getCanonicalLocales(String(me().locale || "en-US").replace("_", "-"))[0] ?? "en-US";
  } catch {
    return "en-US";
  }
};

export const zone = () => me().tz || "UTC";

export const userName = (id) => {
  const user = store.users.get(id);
  return user ? user.real_name || user.name : id;
};

/** Who wrote a message: {name, user|null, isApp}. */
export function authorOf(message) {
  const isApp = Boolean(message.bot_id);
  const user = store.users.get(isApp ? (store.app?.bot_user_id ?? message.user) : message.user) ?? null;
  const name =
    message.username ||
    (isApp ? message.bot_profile?.name : null) ||
    user?.real_name ||
    user?.name ||
    message.user ||
    "Unknown";
  return { name, user, isApp };
}

/** What a channel is called in the sidebar and the header. */
export function channelName(channel) {
  if (!channel) return "";
  if (!channel.is_im) return channel.name;
  return userName(channel.im_user);
}

export const isAppDm = (channel) => Boolean(channel?.is_im && store.app && channel.im_user === store.app.bot_user_id);

/** Puts a message where its ts belongs; replaces the one with the same ts. */
export function putMessage(list, message) {
  const index = list.findIndex((item) => item.ts === message.ts);
  if (index >= 0) list[index] = message;
  else {
    list.push(message);
    list.sort((a, b) => compareTs(a.ts, b.ts));
  }
}

export const compareTs = (a, b) =>
  Number(a.split(".")[0]) - Number(b.split(".")[0]) || Number(a.split(".")[1] ?? "0") - Number(b.split(".")[1] ?? "0");
