/* The draft: the fold of the journal's changes (answers/journal.py). */

const FIRST_KEY = "1";
const ASIDE = "#";

export function newDraft(snapshot) {
  return {
    values: new Map(Object.entries(snapshot.values || {})),
    instances: new Map(Object.entries(snapshot.instances || {}).map(([path, keys]) => [path, [...keys]])),
    removed: new Set(snapshot.removed || []),
    triggers: new Map(Object.entries(snapshot.triggers || {})),
  };
}

/* puts one change {path, value, kind} into the draft */
export function applyChange(draft, { path, value, kind = "set" }) {
  if (kind === "set") {
    draft.values.set(path, value || "");
    return;
  }
  if (kind === "trigger") {
    draft.triggers.set(path.replace(new RegExp(`${ASIDE}$`), ""), value || "");
    return;
  }
  if (!path.endsWith("]")) return;
  const place = path.lastIndexOf("[");
  const [repeat, key] = [path.slice(0, place), path.slice(place + 1, -1)];
  if (!draft.instances.has(repeat)) draft.instances.set(repeat, [FIRST_KEY]);
  const keys = draft.instances.get(repeat);
  const isThere = keys.includes(key);
  if (kind === "remove") draft.removed.add(path);
  if (kind !== "add" && isThere) keys.splice(keys.indexOf(key), 1);
  if ((kind === "add" && !isThere && !draft.removed.has(path)) || (kind === "move" && isThere)) insert(keys, key, value);
}

/* behind the key `after`; first for ""; last for null or for a key that is gone */
function insert(keys, key, after) {
  if (after === "") keys.unshift(key);
  else if (keys.includes(after)) keys.splice(keys.indexOf(after) + 1, 0, key);
  else keys.push(key);
}
