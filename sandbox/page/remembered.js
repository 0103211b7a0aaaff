// Small looks of a block that outlive its redrawing: whether a container is folded, the page of a table.
// They belong to the page alone, so the app never hears of them.

const kept = new Map(); // surface key + block_id -> state

/** The state kept for a block; `initial()` the first time. The object is shared: change it in place. */
export function remembered(scope, initial) {
  const key = JSON.stringify([scope.surface.key, scope.blockId]);
  if (!kept.has(key)) kept.set(key, initial());
  return kept.get(key);
}
