// The only place that makes DOM nodes. Text from outside enters as text nodes and never as markup,
// so a hostile title or name stays words. Nothing in this page assigns innerHTML.

import { ICONS } from "./icons.js";

const SVG = "http://www.w3.org/2000/svg";
const SAFE_SCHEMES = new Set(["http:", "https:", "mailto:"]);
const REFUSED_ATTRIBUTES = /^(on|style$|srcdoc$)/i;

/** Makes an element. props: class, text, data {name: value}, on {event: handler}, else attributes. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Replaces what a node holds; null children are left out. */
export function fill(node, ...children) {
  node.replaceChildren(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
}

/** The address if a person may follow it (http, https, mailto), else null. */
export function safeHref(address) {
  try {
    const url = new URL(String(address), location.href);
    return SAFE_SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Whether the page may load this picture: it must come from this machine, like all the sandbox shows. */
export function isLocalPicture(address) {
  try {
    const url = new URL(String(address), location.href);
    const local = [location.hostname, "127.0.0.1", "localhost"].includes(url.hostname);
    return local && (url.protocol === "http:" || url.protocol === location.protocol);
  } catch {
    return false;
  }
}

/** A link that opens in a new tab; plain text when the address is not one a person may follow. */
export function link(address, ...children) {
  const href = safeHref(address);
  if (!href) return el("span", { class: "dead-link" }, ...children);
  return el("a", { class: "link", href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/** One of our own drawings, hidden from screen readers: the control around it carries the name. */
export function icon(name, size = 20) {
  const svg = svgNode("svg", {
    viewBox: "0 0 20 20",
    width: size,
    height: size,
    class: `icon icon-${name}`,
    "aria-hidden": "true",
    fill: "none",
    stroke: "currentColor",
    "stroke-width": 1.6,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  });
  for (const shape of ICONS[name] ?? ICONS.file) svg.append(svgNode("path", { d: shape }));
  return svg;
}

export function svgNode(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** A button that shows an icon and says its name to a screen reader and in its title. */
export function iconButton(iconName, label, onClick, props = {}) {
  const on = { click: onClick };
  return el(
    "button",
    { type: "button", class: "icon-button", title: label, "aria-label": label, on, ...props },
    icon(iconName, 18),
  );
}

let lastId = 0;

/** An id for aria-labelledby and its relatives, unique in the page. */
export function freshId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

/** Redraws `draw` and puts the keyboard back where it was, also inside a half-typed field. */
export function keepingFocus(root, draw) {
  const active = document.activeElement;
  const inside = active && root.contains(active) ? active : null;
  const ids = inside
    ? [inside.dataset.blockId, inside.dataset.actionId, inside.dataset.value, inside.dataset.testid]
    : null;
  const caret = inside && "selectionStart" in inside ? [inside.selectionStart, inside.selectionEnd] : null;
  draw();
  if (document.activeElement === inside) return;
  if (!inside || !(ids[1] || ids[3])) return;
  const selector = ids[1]
    ? `[data-block-id="${CSS.escape(ids[0] ?? "")}"][data-action-id="${CSS.escape(ids[1])}"]` +
      (ids[2] ? `[data-value="${CSS.escape(ids[2])}"]` : "")
    : `[data-testid="${CSS.escape(ids[3])}"]`;
  const again = root.querySelector(selector);
  again?.focus({ preventScroll: true });
  if (
    again &&
    caret &&
    caret[0] !== null &&
    "setSelectionRange" in again &&
    /^(text|search|tel|url|password|textarea)$/.test(again.type)
  ) {
    again.setSelectionRange(...caret);
  }
}

/** Scheduled once for many calls: the last call within `ms` wins. */
export function debounce(ms, act) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...args), ms);
  };
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") node.className = value;
  else if (name === "text") node.textContent = value;
  else if (name === "data")
    for (const [key, item] of Object.entries(value)) {
      if (item !== null && item !== undefined) node.setAttribute(`data-${key}`, String(item));
    }
  else if (name === "on") for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
  else if (name === "href") {
    const href = safeHref(value);
    if (href) node.setAttribute("href", href);
  } else if (!REFUSED_ATTRIBUTES.test(name)) node.setAttribute(name, value === true ? "" : String(value));
}
