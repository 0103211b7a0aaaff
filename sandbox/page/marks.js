// Where each part of a block was drawn: JSON object -> its DOM node. The inspector follows a pointer
// through the JSON and marks the deepest part that has a node.

const nodes = new WeakMap();

/** Notes that `node` draws `part`; returns the node. */
export function drawnAs(part, node) {
  if (part !== null && typeof part === "object" && node instanceof Node) nodes.set(part, node);
  return node;
}

export const nodeOf = (part) => (part !== null && typeof part === "object" ? (nodes.get(part) ?? null) : null);
