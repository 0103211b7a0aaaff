// Menus and lists that float above the page: placed beside their control, closed by Escape, by a click
// elsewhere or by choosing.

import { el } from "./dom.js";

let open = null;

/** Shows `content` beside `anchor`. Returns {node, close}. Only one popup is open at a time. */
export function openPopup(
  anchor,
  content,
  { onClose, align = "start", above = false, width = null, takesFocus = false } = {},
) {
  closePopup();
  const node = el("div", { class: "popup" }, content);
  if (width) node.style.minWidth = `${width}px`;
  document.getElementById("popups").append(node);
  place(node, anchor, align, above);
  const control = { node, anchor, onClose, takesFocus };
  open = control;
  return {
    node,
    close: () => {
      if (open === control) closePopup();
    },
    move: () => place(node, anchor, align, above),
  };
}

export function closePopup(returnFocus = false) {
  if (!open) return false;
  const { node, anchor, onClose } = open;
  open = null;
  node.remove();
  onClose?.();
  if (returnFocus) anchor.focus?.();
  return true;
}

/** Closes the popup whose control was drawn anew, so that nothing hangs on a control that is gone. */
export function closeOrphan() {
  if (open && !open.anchor.isConnected) closePopup();
}

/** A menu of acts: items {label, run, danger?, icon?, testid?, data?}. Arrow keys move, Enter chooses. */
export function openMenu(anchor, items, options = {}) {
  const menu = el("div", { class: "menu", role: "menu" });
  const popup = openPopup(anchor, menu, { ...options, onClose: () => anchor.setAttribute("aria-expanded", "false") });
  anchor.setAttribute("aria-expanded", "true");
  for (const item of items) {
    if (item.separator) {
      menu.append(el("div", { class: "menu-separator", role: "separator" }));
      continue;
    }
    if (item.heading) {
      menu.append(el("div", { class: "menu-heading" }, item.heading));
      continue;
    }
    menu.append(
      el(
        "button",
        {
          type: "button",
          role: "menuitem",
          class: item.danger ? "menu-item danger" : "menu-item",
          tabindex: "-1",
          data: item.data,
          on: {
            click: () => {
              popup.close();
              anchor.focus?.();
              item.run();
            },
          },
        },
        item.label,
      ),
    );
  }
  menu.addEventListener("keydown", (event) => moveInMenu(menu, event));
  menu.querySelector("[role=menuitem]")?.focus();
  popup.move();
  return popup;
}

function moveInMenu(menu, event) {
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items[(to + items.length) % items.length]?.focus();
}

function place(node, anchor, align, above) {
  const box = anchor.getBoundingClientRect();
  const gap = 4;
  const edge = 8;
  node.style.maxHeight = `${Math.max(160, Math.min(420, window.innerHeight - 2 * edge))}px`;
  const { offsetWidth: wide, offsetHeight: high } = node;
  const fitsBelow = box.bottom + gap + high <= window.innerHeight - edge;
  const top = above || !fitsBelow ? box.top - gap - high : box.bottom + gap;
  const left = align === "end" ? box.right - wide : box.left;
  node.style.top = `${Math.max(edge, Math.min(top, window.innerHeight - high - edge))}px`;
  node.style.left = `${Math.max(edge, Math.min(left, window.innerWidth - wide - edge))}px`;
}

/** Installed once by the page. */
export function listenForPopupEnd() {
  document.addEventListener(
    "pointerdown",
    (event) => {
      if (open && !open.node.contains(event.target) && !open.anchor.contains(event.target)) closePopup();
    },
    true,
  );
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !open) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      closePopup(true);
    },
    true,
  );
  window.addEventListener("resize", () => closePopup());
}
