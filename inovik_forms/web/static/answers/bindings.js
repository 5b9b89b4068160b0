/* What a name in an expression means, seen from where the expression stands (answers/bindings.py). Decided once, when
 * the form is made; `needs` gathers the items that the expression looks at, `sideways` whether other instances matter. */

import { typed } from "./checks.js";
import { commonLength } from "./frames.js";

const blank = () => "";

export class Bindings {
  constructor(form, level, parent) {
    Object.assign(this, { form, level, parent, needs: new Set(), isSideways: false, hasPosition: false });
  }

  item(name) {
    const item = this.form.resolve(name, this.parent);
    if (item) this.needs.add(item);
    return item;
  }

  reference(name, how) {
    if (how.lastSaved) {
      const item = this.form.resolve(name, this.parent);
      return item ? (env) => typed(item.kind, env.lastSaved?.[item.path] ?? "") : blank;
    }
    const item = this.item(name);
    if (!item) return this.known(name);
    if (item.kind === "repeat") return this.positions(item);
    if (item.kind === "group") return blank;
    const around = item.level.repeats;
    const common = commonLength(around, this.level.repeats);
    const up = this.level.repeats.length - common;
    const { path } = item;
    if (common < around.length) {
      const down = around.slice(common);
      return (env) => env.frame.up(up).below(down).filter((frame) => !frame.hidden.has(path)).map((frame) => frame.values.get(path));
    }
    return up ? (env) => env.frame.up(up).values.get(path) : (env) => env.frame.values.get(path);
  }

  /* what stands outside of the part of the form that is here */
  known(name) {
    const { known } = this.form;
    return Object.hasOwn(known, name) ? () => known[name] : blank;
  }

  positions(repeat) {
    const around = [...repeat.level.repeats, repeat.path];
    const common = commonLength(repeat.level.repeats, this.level.repeats);
    const [up, down] = [this.level.repeats.length - common, around.slice(common)];
    return (env) => env.frame.up(up).below(down).map((frame) => frame.position);
  }

  /* the relevant instances around a question, all of them even where this one stands among them */
  instancesOf(question) {
    const around = question.level.repeats;
    const common = commonLength(around.slice(0, -1), this.level.repeats);
    const [up, down] = [this.level.repeats.length - common, around.slice(common)];
    this.isSideways = true;
    return (env) => env.frame.up(up).below(down);
  }

  choiceLabel(name) {
    const item = this.form.resolve(name, this.parent);
    const source = item?.choicesFrom ? this.form.resolve(item.choicesFrom, this.parent) : item;
    if (item?.choicesFrom && source && !source.choices) return (_, choice) => choice;
    const labels = new Map((this.form.choicesOf(source) || []).toReversed().map((choice) => [choice.name, choice.label]));
    return (env, choice) => this.form.text(labels.get(choice) || {}, env.language);
  }

  position(where) {
    this.hasPosition = true;
    const own = this.level.repeats;
    let named = own;
    if (where[0] === "parent") {
      let path = this.parent;
      for (let count = 1; count < where[1]; count += 1) path = path.slice(0, Math.max(0, path.lastIndexOf("/")));
      named = own.filter((repeat) => `${path}/`.startsWith(`${repeat}/`));
    } else {
      const item = this.form.resolve(where[1], this.parent);
      named = item ? [...item.level.repeats] : [];
      if (item?.kind === "repeat" && own.includes(item.path)) named.push(item.path);
    }
    if (commonLength(named, own) < named.length) return () => 1;
    const up = own.length - named.length;
    return (env) => env.frame.up(up).position;
  }

  indexed(name, pairs) {
    this.isSideways = true;
    const item = this.item(name);
    if (!item || item.kind === "repeat" || item.kind === "group") return blank;
    const places = new Map(pairs.map(([repeat, place]) => [this.form.resolve(repeat, this.parent)?.path, place]));
    const own = this.level.repeats;
    const steps = item.level.repeats.map((repeat) => ({ repeat, place: places.get(repeat), isOwn: own.includes(repeat) }));
    return (env) => {
      let frame = env.frame.up(env.frame.depth);
      for (const [depth, { repeat, place, isOwn }] of steps.entries()) {
        if (!place && isOwn) {
          frame = env.frame.up(env.frame.depth - depth - 1);
          continue;
        }
        const frames = frame.instances.get(repeat) || [];
        const wanted = place ? place(env) : 1;
        if (!(wanted >= 1 && wanted <= frames.length)) return "";
        frame = frames[Math.trunc(wanted) - 1];
      }
      return frame.values.get(item.path);
    };
  }

  table(name) {
    return this.form.table(name);
  }
}
