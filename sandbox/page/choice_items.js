// What a menu offers: the options of the element, or the people and channels of the workspace.

import { plainWords, textObject } from "./mrkdwn.js";
import { channelName, store } from "./store.js";

/** What is chosen at first. */
export function initialOf(element, many) {
  if (many)
    return (
      element.initial_options ??
      element.initial_users ??
      element.initial_conversations ??
      element.initial_channels ??
      []
    );
  const current = element.default_to_current_conversation ? store.place.channel : null;
  return (
    element.initial_option ??
    element.initial_user ??
    element.initial_conversation ??
    element.initial_channel ??
    current ??
    null
  );
}

/** [{label?, items}]: options as objects, people and channels as ids. */
export function groupsOf(element) {
  if (element.option_groups)
    return element.option_groups.map((group) => ({ label: group.label, items: group.options ?? [] }));
  if (element.options) return [{ items: element.options }];
  if (element.type.includes("users"))
    return [{ items: [...store.users.values()].filter((user) => !user.is_bot).map((user) => user.id) }];
  const channels = [...store.channels.values()].filter((channel) => !channel.is_archived);
  const rooms = channels.filter((channel) => !channel.is_im);
  if (element.type.includes("channels"))
    return [{ items: rooms.filter((channel) => !channel.is_private).map((channel) => channel.id) }];
  const wanted = element.filter?.include ?? ["public", "private", "im"];
  return [
    {
      items: channels
        .filter((channel) => wanted.includes(channel.is_im ? "im" : channel.is_private ? "private" : "public"))
        .filter((channel) => !(element.filter?.exclude_bot_users && isWithBot(channel)))
        .map((channel) => channel.id),
    },
  ];
}

const isWithBot = (channel) => channel.is_im && Boolean(store.users.get(channel.im_user)?.is_bot);

/** Only the items whose words contain what was typed. */
export function filtered(groups, words) {
  const wanted = words.toLocaleLowerCase();
  return groups.map((group) => ({
    ...group,
    items: group.items.filter((item) => plainItem(item).toLocaleLowerCase().includes(wanted)),
  }));
}

export const idOf = (item) => (typeof item === "string" ? item : item.value);

export function itemWords(item) {
  if (typeof item !== "string") return textObject(item.text);
  return plainItem(item);
}

export function plainItem(item) {
  if (typeof item !== "string") return plainWords(item.text);
  const user = store.users.get(item);
  if (user) return user.real_name || user.name;
  const channel = store.channels.get(item);
  if (!channel) return item;
  return channel.is_im ? channelName(channel) : channel.is_private ? channel.name : `#${channel.name}`;
}
