/* State: what holds for a draft now (answers/state.py). Made once as a whole; after a change only what looks at the
 * changed answer is worked out again, in the order of the form. */

import { toText } from "../expressions/compile.js";
import { ExpressionError } from "../expressions/values.js";
import { isUnread, typed } from "./checks.js";
import { applyChange, newDraft } from "./draft.js";
import { Frame, commonLength } from "./frames.js";
import { offers, workOut } from "./steps.js";

const FIRST_KEY = "1";
const MAX_INSTANCES = 1000;

export class State {
  /* around: {today, now, language, prefix and position of the instance that a page shows, random} */
  constructor(form, snapshot, around) {
    this.form = form;
    this.draft = newDraft(snapshot);
    this.env = { ...around, lastSaved: snapshot.last_saved || {}, current: "", choice: undefined };
    this.waiting = form.order.map(() => null); // per item the frames in which it is to be worked out
    this.low = Infinity;
    this.lineWaiting = new Map(); // frame → items whose line is to be drawn anew
    this.changed = new Set();
    this.root = this.newFrame(form.root, null, "", around.position || 1, around.prefix || "", around.prefix || "");
    this.markAll(this.root);
    this.run();
  }

  /* Applies a change of the journal; gives the lines that changed. */
  apply(change) {
    applyChange(this.draft, change);
    this.changed = new Set();
    if (change.kind === "set" || !change.kind) this.markPath(change.path);
    else if (change.path.endsWith("]")) this.restructure(change.path.slice(0, change.path.lastIndexOf("[")));
    this.run();
    return this.changed;
  }

  /* every line in document order */
  lines() {
    const found = [];
    this.collect(this.root, found);
    return found;
  }

  /* [answer path, what a choice filter made impossible]: blank in logic, kept in the draft */
  setAside(frame = this.root) {
    const own = [...frame.aside].map(([path, text]) => [frame.path + this.form.items.get(path).suffix, text]);
    return own.concat([...frame.instances.values()].flat().flatMap((inner) => this.setAside(inner)));
  }

  line(answerPath) {
    const [item, frame] = this.find(answerPath) || [];
    return item && frame.lines.get(item.path);
  }

  /* the choices offered by a select question */
  choices(answerPath) {
    const [item, frame] = this.find(answerPath);
    this.env.frame = frame;
    this.env.current = frame.values.get(item.path);
    return offers(item, this.env);
  }

  /* [item, frame] of an answer path */
  find(answerPath) {
    const item = this.form.items.get(this.form.container + answerPath.slice(this.root.path.length).replace(/\[[^\]]*\]/g, ""));
    if (!item) return null;
    let frame = this.root;
    for (const repeat of item.level.repeats) {
      const inner = frame.instances.get(repeat)?.length ? frame.instances.get(repeat) : frame.kept.get(repeat);
      frame = inner?.find((one) => answerPath.startsWith(`${one.path}/`) || answerPath === one.path);
      if (!frame) return null;
    }
    return [item, frame];
  }

  // ---- what is to be worked out

  markPath(answerPath) {
    const found = this.find(answerPath);
    if (found) this.mark(...found);
  }

  /* a repeat whose instances changed; where it is put away, it is only kept as it will be shown again */
  restructure(repeatPath) {
    const [item, frame] = this.find(repeatPath) || [];
    if (item && this.isPresent(frame)) this.mark(item, frame);
    else if (item) frame.instances.set(item.path, this.framesFor(item, frame, this.keysOf(item, frame), []));
  }

  mark(item, frame) {
    const frames = (this.waiting[item.order] ||= new Set());
    frames.add(frame);
    if (item.order < this.low) this.low = item.order;
  }

  markAll(frame) {
    for (const item of frame.level.items) this.mark(item, frame);
  }

  /* everyone who looks at the item, where he sees this frame of it */
  markReaders(item, frame) {
    for (const reader of item.readers) for (const seen of this.framesOf(reader, item, frame)) this.mark(reader, seen);
    for (const reader of item.lineReaders) for (const seen of this.framesOf(reader, item, frame)) this.markLine(reader, seen);
  }

  framesOf(reader, item, frame) {
    const own = reader.level.repeats;
    const common = reader.isSideways ? 0 : Math.min(frame.depth, commonLength(own, item.level.repeats));
    return frame.up(frame.depth - common).below(own.slice(common));
  }

  markLine(item, frame) {
    const items = this.lineWaiting.get(frame);
    if (items) items.add(item);
    else this.lineWaiting.set(frame, new Set([item]));
  }

  run() {
    for (let place = this.low; place < this.waiting.length; place += 1) {
      const frames = this.waiting[place];
      if (!frames) continue;
      this.waiting[place] = null;
      for (const frame of frames) if (this.isPresent(frame)) this.work(this.form.order[place], frame);
    }
    this.low = Infinity;
    for (const [frame, items] of this.lineWaiting) if (this.isPresent(frame)) for (const item of items) this.draw(item, frame, true);
    this.lineWaiting.clear();
  }

  /* neither removed nor put away */
  isPresent(frame) {
    for (; frame.parent; frame = frame.parent) if (!frame.parent.instances.get(frame.level.path)?.includes(frame)) return false;
    return frame === this.root;
  }

  work(item, frame) {
    if (item.kind === "repeat") this.workRepeat(item, frame);
    else if (item.kind === "group") this.workGroup(item, frame);
    else this.workQuestion(item, frame);
  }

  workQuestion(item, frame) {
    const [value, wasHidden] = [frame.values.get(item.path), frame.hidden.has(item.path)];
    workOut(item, frame, this);
    if (!Object.is(value, frame.values.get(item.path)) || wasHidden !== frame.hidden.has(item.path)) this.markReaders(item, frame);
    this.markLine(item, frame);
  }

  isHidden(item, frame) {
    if (item.group && frame.hidden.has(item.group.path)) return true;
    this.env.frame = frame;
    return Boolean(item.runs.relevant) && this.holds(item.runs.relevant, true) === false;
  }

  /* a condition; what is said of one that cannot be computed */
  holds(run, otherwise) {
    try {
      return run(this.env);
    } catch (problem) {
      if (!(problem instanceof ExpressionError)) throw problem;
      return otherwise;
    }
  }

  workGroup(item, frame) {
    const [wasHidden, isHidden] = [frame.hidden.has(item.path), this.isHidden(item, frame)];
    if (isHidden) frame.hidden.add(item.path);
    else frame.hidden.delete(item.path);
    this.markLine(item, frame);
    if (wasHidden !== isHidden) for (const inner of item.level.items) if (inner.group === item) this.mark(inner, frame);
  }

  // ---- repeats

  newFrame(level, parent, key, position, path, place) {
    const frame = new Frame(level, parent, key, position, path, place);
    for (const question of level.questions) {
      const stored = this.draft.values.get(path + question.suffix);
      frame.values.set(question.path, stored === undefined ? question.start : typed(question.kind, stored));
    }
    for (const repeat of level.repeatItems) frame.instances.set(repeat.path, this.framesFor(repeat, frame, this.keysOf(repeat, frame), []));
    return frame;
  }

  keysOf(repeat, frame) {
    const keys = this.draft.instances.get(frame.path + repeat.suffix);
    return (keys || (repeat.repeat_count ? [] : [FIRST_KEY])).slice(0, MAX_INSTANCES);
  }

  framesFor(repeat, frame, keys, known) {
    const byKey = new Map(known.map((one) => [one.key, one]));
    const level = this.form.levels.get(repeat.path);
    return keys.map((key, index) => {
      const place = `${frame.place}${repeat.suffix}[${index + 1}]`;
      const old = byKey.get(key);
      if (!old) return this.newFrame(level, frame, key, index + 1, `${frame.path}${repeat.suffix}[${key}]`, place);
      return Object.assign(old, { position: index + 1, place });
    });
  }

  workRepeat(item, frame) {
    const { path } = item;
    const known = frame.instances.get(path) || [];
    const before = frame.kept.has(path) ? null : known.map((one) => one.key + one.place).join("\n");
    const isOutside = item.group !== null && frame.hidden.has(item.group.path);
    let keys = this.keysOf(item, frame);
    if (!isOutside && item.runs.count) keys = this.counted(item, frame, keys);
    const isHidden = isOutside || this.isHidden(item, frame);
    if (isHidden) {
      frame.hidden.add(path);
      frame.instances.set(path, []);
      frame.kept.set(path, this.framesFor(item, frame, keys, []));
    } else {
      frame.hidden.delete(path);
      frame.kept.delete(path);
      frame.instances.set(path, this.framesFor(item, frame, keys, known));
    }
    this.markLine(item, frame);
    const now = isHidden ? null : frame.instances.get(path).map((one) => one.key + one.place).join("\n");
    if (before === now && frame.lines.has(path)) return;
    for (const inner of frame.instances.get(path)) this.markAll(inner);
    for (const seen of [item, ...item.inside]) this.markReaders(seen, frame);
  }

  /* blank or no number: as many as there are; else that many, surplus ones from the end put away */
  counted(item, frame, keys) {
    this.env.frame = frame;
    let wanted = this.holds(item.runs.count, "");
    while (Array.isArray(wanted)) wanted = wanted.length ? wanted[0] : "";
    if (typeof wanted === "string") wanted = typed("decimal", wanted);
    if (typeof wanted === "boolean") wanted = Number(wanted);
    if (typeof wanted !== "number" || Number.isNaN(wanted)) return keys;
    const count = Math.trunc(Math.min(MAX_INSTANCES, Math.max(0, wanted)));
    const found = keys.slice(0, count);
    const base = frame.path + item.suffix;
    for (let number = 1; found.length < count; number += 1) {
      const key = String(number);
      if (!found.includes(key) && !this.draft.removed.has(`${base}[${key}]`)) found.push(key);
    }
    return found;
  }

  // ---- lines

  draw(item, frame, isAround) {
    const isRelevant = isAround && !frame.hidden.has(item.path);
    const value = isRelevant && frame.values.has(item.path) ? frame.values.get(item.path) : "";
    this.env.frame = frame;
    const rule = (run) => (typeof run === "boolean" ? run : this.holds(run, false));
    const line = {
      path: frame.place + item.suffix, answerPath: frame.path + item.suffix, relevant: isRelevant, value: toText(value),
      required: rule(item.required_), readOnly: rule(item.readOnly) || item.readOnlyAround.some(rule),
    };
    const isQuestion = item.kind !== "group" && item.kind !== "repeat";
    line.valid = !isQuestion || !isRelevant || (this.isValid(item, frame, value, line.required) && !frame.faults.has(item.path));
    const before = frame.lines.get(item.path);
    const same = before && Object.keys(line).every((key) => before[key] === line[key]);
    if (!same || item.filter || item.source) this.changed.add(line);
    frame.lines.set(item.path, line);
    return line;
  }

  isValid(item, frame, value, isRequired) {
    if (value === "") return !isRequired || item.kind === "note";
    if (item.check && !item.check(value)) return false;
    if (!item.holds) return true;
    this.env.current = value;
    return this.holds(item.holds, false) || this.holdsWithoutUnread(item.holds);
  }

  /* once what cannot be read is blank (answers/items.py): an impossible start does not make the end come before it */
  holdsWithoutUnread(run) {
    const { known, unread } = this.form;
    const here = [...this.unread(this.root)];
    const there = unread.map((name) => [name, known[name]]);
    if (!here.length && !there.length) return false;
    for (const [values, path] of here) values.set(path, "");
    for (const name of unread) known[name] = "";
    const result = this.holds(run, false);
    for (const [values, path, typed] of here) values.set(path, typed);
    Object.assign(known, Object.fromEntries(there));
    return result;
  }

  * unread(frame) {
    for (const { path, kind } of frame.level.questions) if (isUnread(kind, frame.values.get(path))) yield [frame.values, path, frame.values.get(path)];
    for (const inner of [...frame.instances.values()].flat()) yield* this.unread(inner);
  }

  collect(frame, found, isAround = true) {
    for (const item of frame.level.items) {
      if (item.kind !== "repeat") {
        found.push(isAround ? frame.lines.get(item.path) : this.draw(item, frame, false));
        continue;
      }
      const isRelevant = isAround && !frame.hidden.has(item.path);
      for (const inner of isRelevant ? frame.instances.get(item.path) : frame.kept.get(item.path) || frame.instances.get(item.path)) {
        this.env.frame = frame;
        const rule = (run) => (typeof run === "boolean" ? run : this.holds(run, false));
        const readOnly = rule(item.readOnly) || item.readOnlyAround.some(rule);
        found.push({ path: inner.place, answerPath: inner.path, relevant: isRelevant, value: "", required: false, readOnly, valid: true });
        this.collect(inner, found, isRelevant);
      }
    }
  }
}
