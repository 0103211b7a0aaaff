// Slack's mrkdwn as DOM nodes. Rules: https://docs.slack.dev/messaging/formatting-message-text
// Only &amp; &lt; &gt; are entities, decoded exactly once, after the markup has been recognised.

import { el, link } from "./dom.js";
import { emojiNode, EMOJI_PATTERN } from "./emoji.js";
import { fillDate, fullMoment, ago } from "./dates.js";
import { store, userName } from "./store.js";

const ENTITY = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const STYLES = { "*": "strong", _: "em", "~": "s" };
const ANGLE = /<([^<>\n]+)>/y;
const CODE = /`([^`\n]+)`/y;
const BARE_LINK = /https?:\/\/[^\s<>|"'`]*[^\s<>|"'`.,;:!?)\]*_~]/y;
const WORD = /[\p{L}\p{N}]/u;

export const decode = (text) => String(text).replace(/&(?:amp|lt|gt);/g, (entity) => ENTITY[entity]);

/** What a person types, with @names and #channels as references. The server escapes the rest, as Slack does. */
export function encode(text) {
  let out = text;
  const people = [...store.users.values()].flatMap((user) => [
    [user.real_name, user.id],
    [user.name, user.id],
  ]);
  for (const [name, id] of people.filter(([word]) => word).sort((a, b) => b[0].length - a[0].length)) {
    out = replaceWord(out, `@${name}`, `<@${id}>`);
  }
  const channels = [...store.channels.values()].filter((channel) => !channel.is_im && channel.name);
  for (const channel of channels.sort((a, b) => b.name.length - a.name.length)) {
    out = replaceWord(out, `#${channel.name}`, `<#${channel.id}|${channel.name}>`);
  }
  return out;
}

/** A text object ({type, text, emoji, verbatim}) as a fragment. */
export function textObject(object) {
  if (!object) return document.createDocumentFragment();
  if (typeof object === "string") return plain(object);
  return object.type === "mrkdwn"
    ? mrkdwn(object.text, { verbatim: object.verbatim })
    : plain(object.text, object.emoji);
}

/** plain_text: words and, unless switched off, :emoji:. */
export function plain(text, withEmoji = true) {
  const out = document.createDocumentFragment();
  if (withEmoji === false) out.append(decode(text ?? ""));
  else appendWords(out, String(text ?? ""));
  return out;
}

/** The words alone, for names read by a screen reader. */
export const plainWords = (object) => plainOf(textObject(object));

export function mrkdwn(text, { verbatim = false } = {}) {
  const out = document.createDocumentFragment();
  const pieces = String(text ?? "").split(/```([\s\S]+?)```/);
  pieces.forEach((piece, index) => {
    if (index % 2) out.append(codeNode("pre", piece.replace(/^\n/, "").replace(/\n$/, "")));
    else appendLines(out, trimAround(piece, index > 0, index < pieces.length - 1), verbatim);
  });
  return out;
}

function trimAround(piece, afterPre, beforePre) {
  let out = piece;
  if (afterPre) out = out.replace(/^[ ]*\n/, "");
  if (beforePre) out = out.replace(/\n[ ]*$/, "");
  return out;
}

function appendLines(out, text, verbatim) {
  if (!text) return;
  const lines = text.split("\n");
  let quote = null;
  let needsBreak = false;
  for (const line of lines) {
    const quoted = /^(?:&gt;|>)(?!(?:&gt;|>)\S)\s?(.*)$/.exec(line);
    if (quoted) {
      if (quote) quote.append("\n");
      else {
        quote = el("blockquote");
        out.append(quote);
      }
      inline(quote, quoted[1], verbatim);
      needsBreak = false;
      continue;
    }
    if (needsBreak) out.append("\n");
    quote = null;
    const bullet = /^(\s*)([•◦▪])\s+(.*)$/.exec(line);
    if (bullet) out.append(bulletLine(bullet, verbatim));
    else inline(out, line, verbatim);
    needsBreak = !bullet;
  }
}

function bulletLine([, indent, mark, words], verbatim) {
  const line = el("span", { class: "bullet-line" }, el("span", { class: "bullet-mark" }, mark));
  line.style.paddingLeft = `${0.9 + Math.min(indent.length, 12) * 0.5}em`;
  const body = el("span");
  inline(body, words, verbatim);
  line.append(" ", body);
  return line;
}

/** One line of text: references, code, styles, emoji, bare links. */
function inline(out, text, verbatim) {
  const hopeless = new Set(); // markers with no closing partner further right: keeps hostile text linear
  let plainFrom = 0;
  let at = 0;
  const flush = () => {
    if (at > plainFrom) appendWords(out, text.slice(plainFrom, at));
  };
  while (at < text.length) {
    const atom = atomAt(text, at, verbatim) ?? styledAt(text, at, hopeless, verbatim);
    if (!atom) {
      at += 1;
      continue;
    }
    flush();
    out.append(atom.node());
    at += atom.length;
    plainFrom = at;
  }
  flush();
}

function atomAt(text, at, verbatim) {
  const mark = text[at];
  if (mark === "<") return matchAt(ANGLE, text, at, (found) => reference(found[1]));
  if (mark === "`") return matchAt(CODE, text, at, (found) => codeNode("code", found[1]));
  if (mark === "h" && !verbatim && !WORD.test(text[at - 1] ?? " ")) {
    return matchAt(BARE_LINK, text, at, (found) => link(decode(found[0]), decode(found[0])));
  }
  return null;
}

function matchAt(pattern, text, at, node) {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found ? { length: found[0].length, node: () => node(found) } : null;
}

function styledAt(text, at, hopeless, verbatim) {
  const mark = text[at];
  if (!STYLES[mark] || hopeless.has(mark)) return null;
  const opens =
    !WORD.test(text[at - 1] ?? " ") &&
    text[at - 1] !== mark &&
    /[^\s]/.test(text[at + 1] ?? " ") &&
    text[at + 1] !== mark;
  if (!opens) return null;
  const end = closing(text, at + 1, mark);
  if (end < 0) {
    hopeless.add(mark);
    return null;
  }
  return {
    length: end - at + 1,
    node: () => {
      const styled = el(STYLES[mark]);
      inline(styled, text.slice(at + 1, end), verbatim);
      return styled;
    },
  };
}

function closing(text, from, mark) {
  for (let at = from; at < text.length; at += 1) {
    const atom = text[at] === "<" || text[at] === "`" ? atomAt(text, at, true) : null;
    if (atom) {
      at += atom.length - 1;
      continue;
    }
    if (
      text[at] === mark &&
      at > from &&
      !/\s/.test(text[at - 1]) &&
      !WORD.test(text[at + 1] ?? " ") &&
      text[at + 1] !== mark
    )
      return at;
  }
  return -1;
}

function reference(body) {
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? "" : body.slice(bar + 1);
  if (target.startsWith("@")) return mention(target.slice(1), label);
  if (target.startsWith("#")) return channelReference(target.slice(1), label);
  if (target.startsWith("!")) return special(target.slice(1), label);
  const address = decode(target);
  if (!/^(https?:|mailto:)/i.test(address))
    return el("span", { class: "dead-link" }, label ? plain(label) : `<${address}>`);
  return link(address, label ? plain(label) : address.replace(/^mailto:/, ""));
}

export function mention(id, label = "") {
  const name = store.users.has(id) ? userName(id) : decode(label).replace(/^@/, "") || id;
  return el(
    "span",
    { class: id === store.user ? "mention mention-me" : "mention", data: { "user-id": id } },
    `@${name}`,
  );
}

/** A group by its handle, marked when the person who reads is in it. */
export function groupMention(id, label = "") {
  const group = store.groups.get(id);
  const handle = group?.handle || decode(label).replace(/^@/, "") || id || "group";
  const isMine = group?.users?.includes(store.user);
  const look = isMine ? "mention mention-me" : "mention";
  return el("span", { class: look, title: group?.name, data: { "group-id": id } }, `@${handle}`);
}

export function channelReference(id, label = "") {
  const channel = store.channels.get(id);
  const name = channel?.name || decode(label) || "private channel";
  if (!channel) return el("span", { class: "mention" }, `#${name}`);
  return el(
    "a",
    { class: "mention", href: `?channel=${encodeURIComponent(id)}`, data: { "go-channel": id } },
    `#${name}`,
  );
}

function special(target, label) {
  const [name, ...rest] = target.split("^");
  if (["here", "channel", "everyone"].includes(name)) return broadcast(name);
  if (name === "subteam") return groupMention(rest[0] ?? "", label);
  if (name === "date") return dateNode(Number(rest[0]), decode(rest[1] ?? ""), decode(rest[2] ?? ""), decode(label));
  return el("span", {}, decode(label || `<${target}>`));
}

export const broadcast = (name) => el("span", { class: "mention mention-all" }, `@${name}`);

export function dateNode(unix_s, format, address, fallback) {
  if (!Number.isFinite(unix_s) || !format) return document.createTextNode(fallback || format);
  const at = new Date(unix_s * 1000);
  const node = el(
    "time",
    { datetime: at.toISOString(), title: fullMoment(at), data: { unix: unix_s, format } },
    fillDate(format, unix_s),
  );
  return address ? link(address, node) : node;
}

/** Keeps "3 minutes ago" true while the page stays open. */
export function refreshDates(root = document) {
  for (const node of root.querySelectorAll("time[data-format]")) {
    const words = fillDate(node.dataset.format, Number(node.dataset.unix));
    if (node.textContent !== words) node.textContent = words;
  }
  for (const node of root.querySelectorAll("[data-ago]"))
    node.textContent = ago(new Date(Number(node.dataset.ago) * 1000), new Date(), "en");
}

function codeNode(tag, body) {
  const node = el(tag);
  const pieces = body.split(/<((?:https?:|mailto:)[^<>\n]+)>/);
  pieces.forEach((piece, index) => node.append(index % 2 ? reference(piece) : decode(piece)));
  return node;
}

/** Words with :emoji: names drawn and the three entities decoded. */
function appendWords(out, text) {
  let from = 0;
  for (const found of text.matchAll(EMOJI_PATTERN)) {
    const node = emojiNode(found[1]);
    if (!node) continue;
    out.append(decode(text.slice(from, found.index)), node);
    from = found.index + found[0].length;
  }
  out.append(decode(text.slice(from)));
}

function replaceWord(text, word, replacement) {
  return text
    .split(/(<[^>]*>)/)
    .map((piece) =>
      piece.startsWith("<")
        ? piece
        : piece
            .split(word)
            .reduce((left, right) =>
              WORD.test(left.at(-1) ?? " ") || WORD.test(right[0] ?? " ")
                ? left + word + right
                : left + replacement + right,
            ),
    )
    .join("");
}

function plainOf(fragment) {
  return [...fragment.childNodes].map((node) => node.textContent).join("");
}
