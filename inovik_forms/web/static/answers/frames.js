/* Frame: the values of one repeat instance, or of the form itself (answers/frames.py). */

export class Frame {
  constructor(level, parent, key, position, path, place) {
    Object.assign(this, { level, parent, key, position, path, place });
    this.depth = parent ? parent.depth + 1 : 0;
    this.values = new Map(); // form path → value; a question that is not relevant reads ""
    this.hidden = new Set(); // form paths of this level's items that are not relevant
    this.faults = new Set(); // form paths whose value could not be computed
    this.aside = new Map(); // form path → what a choice filter made impossible
    this.instances = new Map(); // form path of a repeat in this level → its relevant instances
    this.kept = new Map(); // the same for a repeat that is not relevant
    this.lines = new Map(); // form path → what the state says of the item
  }

  /* the frame so many levels further out */
  up(count) {
    let frame = this;
    for (; count > 0; count -= 1) frame = frame.parent;
    return frame;
  }

  /* all relevant instances found by going down through these repeats */
  below(repeats) {
    let found = [this];
    for (const repeat of repeats) found = found.flatMap((frame) => frame.instances.get(repeat) || []);
    return found;
  }
}

export function commonLength(one, other) {
  let count = 0;
  while (count < one.length && count < other.length && one[count] === other[count]) count += 1;
  return count;
}
