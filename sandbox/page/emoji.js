// Emoji as pictures we drew for the names Andon's cards use, so that they look the same on a machine
// without an emoji font; the character itself for the rest.

import { el, svgNode } from "./dom.js";
import { ART } from "./emoji_art.js";
import { EMOJI } from "./emoji_names.js";

export const EMOJI_PATTERN = /:([a-z0-9_+'-]{1,60})(?:::skin-tone-[2-6])?:/g;

/** The node for :name:, or null when the name is unknown. Copying the text copies the character. */
export function emojiNode(name) {
  if (!Object.hasOwn(EMOJI, name)) return null;
  const attributes = { class: "emoji", title: `:${name}:`, data: { emoji: name } };
  const shapes = ART[name] ?? ART[Object.keys(ART).find((drawn) => EMOJI[drawn] === EMOJI[name])];
  if (!shapes) return el("span", { ...attributes, role: "img", "aria-label": `${spoken(name)} emoji` }, EMOJI[name]);
  const svg = svgNode("svg", { viewBox: "0 0 20 20", "aria-hidden": "true", class: "emoji-art" });
  svg.append(...shapes.map(([tag, shape]) => svgNode(tag, shape)));
  const character = el("span", { class: "emoji-character" }, EMOJI[name]);
  return el("span", { ...attributes, role: "img", "aria-label": `${spoken(name)} emoji` }, svg, character);
}

/** Names that contain the words typed, the exact beginning first. */
export function findEmoji(words, limit = 60) {
  const wanted = words.toLowerCase().replaceAll(":", "").trim();
  return Object.keys(EMOJI)
    .filter((name) => name.includes(wanted))
    .sort((a, b) => Number(b.startsWith(wanted)) - Number(a.startsWith(wanted)))
    .slice(0, limit);
}

const spoken = (name) => name.replaceAll("_", " ");
