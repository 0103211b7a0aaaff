// Emoji under a message, and the picker that adds one.

import { post } from "./api.js";
import { el, icon } from "./dom.js";
import { emojiNode, findEmoji } from "./emoji.js";
import { openPopup } from "./popup.js";
import { store, userName } from "./store.js";
import { toast } from "./toasts.js";

const USUAL = [
  "eyes",
  "white_check_mark",
  "pushpin",
  "+1",
  "raised_hands",
  "tada",
  "warning",
  "hourglass_flowing_sand",
];

/** The row of reactions, or null. */
export function reactions(message, channel) {
  if (!message.reactions?.length) return null;
  const row = el(
    "div",
    { class: "reactions" },
    message.reactions.map((reaction) => reactionButton(reaction, message, channel)),
  );
  const add = el(
    "button",
    {
      type: "button",
      class: "reaction reaction-add",
      "aria-label": "Add reaction",
      title: "Add reaction",
      on: { click: () => pickEmoji(add, (name) => react(message, channel, name, true)) },
    },
    icon("smile", 16),
  );
  row.append(add);
  return row;
}

/** Puts or takes a reaction of the acting person. */
export async function react(message, channel, name, on) {
  try {
    await post("/ui/reaction", { user: store.user, channel: channel.id, ts: message.ts, name, on });
  } catch (error) {
    toast("error", error.message);
  }
}

/** A grid of emoji with a search field; calls choose(name). */
export function pickEmoji(anchor, choose) {
  const grid = el("div", { class: "emoji-grid", role: "group", "aria-label": "Emoji" });
  const pick = (name) => {
    popup.close();
    choose(name);
  };
  const show = (names) => grid.replaceChildren(...names.map((name) => emojiCell(name, () => pick(name))));
  const search = el("input", {
    class: "field",
    type: "search",
    placeholder: "Search emoji",
    "aria-label": "Search emoji",
  });
  search.addEventListener("input", () => show(search.value ? findEmoji(search.value) : everyday()));
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    grid.querySelector("button")?.click();
  });
  show(everyday());
  const picker = el("div", { class: "emoji-picker", data: { testid: "emoji-picker" } }, search, grid);
  const popup = openPopup(anchor, picker, { align: "end" });
  search.focus();
}

function emojiCell(name, pick) {
  const props = { type: "button", class: "emoji-cell", title: `:${name}:`, "aria-label": name, data: { emoji: name } };
  return el("button", { ...props, on: { click: pick } }, emojiNode(name));
}

const everyday = () => [...USUAL, ...findEmoji("", 90).filter((name) => !USUAL.includes(name))];

function reactionButton(reaction, message, channel) {
  const mine = (reaction.users ?? []).includes(store.user);
  const who = (reaction.users ?? []).map(userName).join(", ");
  return el(
    "button",
    {
      type: "button",
      class: mine ? "reaction mine" : "reaction",
      "aria-pressed": String(mine),
      title: `${who} reacted with :${reaction.name}:`,
      "aria-label": `${reaction.name}, ${reaction.count ?? 1} reactions`,
      data: { reaction: reaction.name },
      on: {
        click: () => void react(message, channel, reaction.name, !mine),
      },
    },
    emojiNode(reaction.name) ?? `:${reaction.name}:`,
    el("span", { class: "reaction-count" }, String(reaction.count ?? reaction.users?.length ?? 1)),
  );
}
