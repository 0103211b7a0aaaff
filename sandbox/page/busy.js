// A click waits for the app's ack: until then its control is disabled and turns. The server names the
// wait with a key and says how it ended; the answer and that word may arrive in either order. When the app
// failed, a triangle stands at the control, as in Slack, until the next try.

import { ApiError } from "./api.js";
import { el, icon } from "./dom.js";
import { toast } from "./toasts.js";

const ACK_LIMIT_MS = 6000; // the server gives up at 3 s; twice that means its word was lost

const waiting = new Map(); // key -> {token, onFailure}
const ended = new Map(); // key -> words of the failure or null, for those that ended before their answer arrived
const held = new Map(); // token -> how many waits
const failed = new Map(); // token -> what to say at its control

/** Names the wait of an element of a block. */
export const tokenOf = (scope, element) => [scope.surface.key, scope.blockId, element.action_id].join("|");

/** Runs a request and keeps controls with data-busy="token" turning until its ack.
 * `onFailure(words)` tells a failure of the app where no control can show it. */
export async function whileBusy(token, request, onFailure = (words) => showFailure(token, words)) {
  failed.delete(token);
  hold(token, 1);
  try {
    const answer = await request();
    if (!answer.key || ended.has(answer.key)) {
      const words = ended.get(answer.key);
      ended.delete(answer.key);
      hold(token, -1);
      if (words) onFailure(words);
      return answer;
    }
    waiting.set(answer.key, { token, onFailure });
    setTimeout(() => ackArrived(answer.key), ACK_LIMIT_MS);
    return answer;
  } catch (error) {
    hold(token, -1);
    if (!(error instanceof ApiError)) throw error;
    toast("error", error.message);
    return null;
  }
}

/** The server's word that a wait is over. */
export function ackArrived(key) {
  const wait = waiting.get(key);
  if (wait === undefined) {
    remember(key, ended.get(key) ?? null);
    return;
  }
  waiting.delete(key);
  hold(wait.token, -1);
}

/** The server's word that the app failed; that the wait is over comes as a word of its own. */
export function actFailed(key, words) {
  const wait = waiting.get(key);
  if (wait === undefined) remember(key, words);
  else wait.onFailure(words);
}

export const isBusy = (token) => (held.get(token) ?? 0) > 0;

/** Gives a control its token and the looks of the present state. */
export function markBusy(control, token) {
  control.dataset.busy = token;
  paint(control, isBusy(token));
  if (failed.has(token)) queueMicrotask(() => putTriangle(control, failed.get(token))); // it has a parent by then
  return control;
}

function remember(key, words) {
  ended.set(key, words);
  setTimeout(() => ended.delete(key), ACK_LIMIT_MS);
}

function showFailure(token, words) {
  const controls = controlsOf(token);
  if (!controls.length) {
    toast("error", words);
    return;
  }
  failed.set(token, words);
  for (const control of controls) putTriangle(control, words);
}

function putTriangle(control, words) {
  if (!words || !control.parentNode) return;
  control.classList.add("has-failed");
  if (control.nextElementSibling?.classList.contains("failure")) return;
  const name = { role: "alert", title: words, data: { testid: "failure" } };
  control.after(
    el("span", { class: "failure", ...name }, icon("warning", 18), el("span", { class: "visually-hidden" }, words)),
  );
}

const controlsOf = (token) => [...document.querySelectorAll(`[data-busy="${CSS.escape(token)}"]`)];

function hold(token, change) {
  const count = Math.max(0, (held.get(token) ?? 0) + change);
  if (count) held.set(token, count);
  else held.delete(token);
  for (const control of controlsOf(token)) {
    paint(control, count > 0);
    if (change > 0) takeTriangle(control);
  }
}

function takeTriangle(control) {
  control.classList.remove("has-failed");
  if (control.nextElementSibling?.classList.contains("failure")) control.nextElementSibling.remove();
}

function paint(control, on) {
  control.classList.toggle("is-busy", on);
  if (on) control.setAttribute("aria-busy", "true");
  else control.removeAttribute("aria-busy");
  if ("disabled" in control && control.tagName === "BUTTON") control.disabled = on;
}
