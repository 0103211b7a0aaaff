// Nothing is sent from the gallery: menus open and dialogs ask, as in Slack, and then nothing happens. The
// browser holds to that as well: the page's policy lets it ask for drawings only.

import { toast } from "/toasts.js";

const ask = window.fetch.bind(window);

window.fetch = (address, options = {}) => {
  if ((options.method ?? "GET") === "GET") return ask(address, options);
  toast("info", "A drawing: nothing was sent.");
  const nothing = JSON.stringify({ ok: true, key: null, errors: null, options: [] });
  return Promise.resolve(new Response(nothing, { headers: { "Content-Type": "application/json" } }));
};

// The time of a message is a link to it, and there is no such message.
document.addEventListener("click", (event) => {
  if (event.target.closest?.(".message-time")) event.preventDefault();
});
