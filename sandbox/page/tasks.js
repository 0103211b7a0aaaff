// plan and task_card: how far an app has come. https://docs.slack.dev/reference/block-kit/blocks/task-card-block

import { el, icon, link } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { remembered } from "./remembered.js";
import { richText } from "./rich_text.js";

const STATES = {
  pending: ["Pending", "circle"],
  in_progress: ["In progress", "clock"],
  complete: ["Complete", "check"],
  error: ["Failed", "warning"],
};

export function plan(block, scope) {
  const tasks = block.tasks ?? [];
  const done = tasks.filter((task) => task.status === "complete").length;
  return el(
    "section",
    { class: "plan" },
    el(
      "div",
      { class: "plan-head" },
      el("span", { class: "plan-title" }, plain(block.title)),
      tasks.length ? el("span", { class: "plan-count" }, `${done} of ${tasks.length} done`) : null,
    ),
    scope.renderInner(tasks),
  );
}

export function taskCard(block, scope) {
  const [said, symbol] = STATES[block.status] ?? STATES.pending;
  const state = remembered(scope, () => ({ open: block.status === "in_progress" || block.status === "error" }));
  const head = [
    el("span", { class: `task-state task-${block.status}`, role: "img", "aria-label": said }, icon(symbol, 16)),
    el("span", { class: "task-title" }, plain(block.title)),
  ];
  const more = details(block);
  if (!more.length) return el("div", { class: "task" }, el("div", { class: "task-head" }, head));
  const node = el(
    "details",
    { class: "task", open: state.open, on: { toggle: () => (state.open = node.open) } },
    el("summary", { class: "task-head" }, head, icon("down", 14)),
    el("div", { class: "task-body" }, more),
  );
  return node;
}

function details(block) {
  const sources = block.sources ?? [];
  return [
    block.details ? richText(block.details) : null,
    block.output ? el("div", { class: "task-output" }, richText(block.output)) : null,
    sources.length
      ? el(
          "div",
          { class: "task-sources" },
          sources.map((source) => link(source.url, source.text || source.url)),
        )
      : null,
  ].filter(Boolean);
}
