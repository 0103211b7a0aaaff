// The small buttons of a context_actions block: an icon with a name, and thumbs up or down.
// https://docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element

import { markBusy, tokenOf } from "./busy.js";
import { el, icon } from "./dom.js";
import { plainWords } from "./mrkdwn.js";

const SYMBOLS = { trash: "trash" }; // the one name that Slack documents; others get the dots

export function iconButtonElement(element, scope, press) {
  const name = element.accessibility_label ?? plainWords(element.text);
  return small(element, scope, {
    name,
    title: plainWords(element.text),
    symbol: SYMBOLS[element.icon] ?? "more",
    value: element.value,
    run: () => press(element.value === undefined ? {} : { value: element.value }),
  });
}

export function feedbackButtons(element, scope, press) {
  const side = (symbol, option) =>
    small(element, scope, {
      name: option?.accessibility_label ?? plainWords(option?.text),
      title: plainWords(option?.text),
      symbol,
      value: option?.value,
      run: () => press({ value: option?.value, text: option?.text }),
    });
  return el(
    "span",
    { class: "feedback" },
    side("thumb", element.positive_button),
    side("thumb-down", element.negative_button),
  );
}

function small(element, scope, { name, title, symbol, value, run }) {
  const data = { "block-id": scope.blockId, "action-id": element.action_id, value };
  const control = el(
    "button",
    { type: "button", class: "icon-button small-act", "aria-label": name, title, data, on: { click: () => void run() } },
    icon(symbol, 18),
  );
  return markBusy(control, tokenOf(scope, element));
}
