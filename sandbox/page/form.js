// What a person has typed or chosen in one surface (a modal, the Home tab, a message), kept by
// block_id + action_id, so an updated view keeps its values. Shapes: Slack's view.state.values.

import { fileFacts } from "./uploads.js";

export class Form {
  #entries = new Map();
  #seen = new Set();

  /** Called before the blocks are drawn again. */
  begin() {
    this.#seen.clear();
  }

  /** Called after: what is no longer on the surface is forgotten. */
  end() {
    for (const key of this.#entries.keys()) if (!this.#seen.has(key)) this.#entries.delete(key);
  }

  /** Announces a drawn input; returns the value kept, or `initial` the first time. */
  register(blockId, element, initial) {
    const key = keyOf(blockId, element.action_id);
    this.#seen.add(key);
    const kept = this.#entries.get(key);
    if (kept && kept.type === element.type) return kept.value;
    this.#entries.set(key, { blockId, actionId: element.action_id, type: element.type, value: initial });
    return initial;
  }

  set(blockId, actionId, value) {
    const entry = this.#entries.get(keyOf(blockId, actionId));
    if (entry) entry.value = value;
  }

  get(blockId, actionId) {
    return this.#entries.get(keyOf(blockId, actionId))?.value;
  }

  /** state.values as Slack sends them. */
  values() {
    const out = {};
    for (const { blockId, actionId, type, value } of this.#entries.values()) {
      out[blockId] ??= {};
      out[blockId][actionId] = { type, ...stateOf(value) };
    }
    return out;
  }
}

const forms = new Map();

/** The form of a surface: the same object for the same key, until it is dropped. */
export function formOf(key) {
  if (!forms.has(key)) forms.set(key, new Form());
  return forms.get(key);
}

/** Forgets forms of a kind ("view:") whose key is not in `alive`. */
export function dropForms(prefix, alive) {
  for (const key of forms.keys()) if (key.startsWith(prefix) && !alive.has(key)) forms.delete(key);
}

function stateOf(value) {
  if (value && Array.isArray(value.uploads)) {
    return { files: value.uploads.filter((item) => item.file).map((item) => fileFacts(item.file)) };
  }
  return value ?? {};
}

const keyOf = (blockId, actionId) => JSON.stringify([blockId, actionId]);
