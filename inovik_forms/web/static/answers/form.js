/* A questionnaire, or the part of one that a page shows, made ready: what answers/browser_form.py writes, its expressions
 * compiled, and for every item who looks at it. Immutable; one serves many states. */

import { compile, compileCondition, toBoolean, toText } from "../expressions/compile.js";
import { Bindings } from "./bindings.js";
import { NUMBERS, checkOf, typed } from "./checks.js";
import { lasting } from "./steps.js";

export { toBoolean, toText };

export class Form {
  constructor(plan) {
    this.defaultLanguage = plan.language || "";
    this.known = plan.known || {};
    this.unread = plan.unread || []; // names among these whose answer is no number or date though one is wanted
    this.lists = plan.lists || {};
    this.tables = plan.tables || {};
    this.container = plan.container || "";
    this.names = plan.names || {};
    this.items = new Map();
    this.byName = new Map();
    this.root = this.newLevel(this.container, []);
    this.levels = new Map([[this.container, this.root]]);
    for (const source of plan.items) this.add(source);
    this.order = plan.order ? plan.order.map((place) => [...this.items.values()][place]) : [...this.items.values()];
    this.order.forEach((item, place) => { item.order = place; });
    for (const item of this.order) this.compile(item);
    this.lineRules();
  }

  newLevel(path, repeats) {
    return { path, repeats, items: [], questions: [], repeatItems: [], start: path.length };
  }

  add(source) {
    const item = { ...source, name: source.path.slice(source.path.lastIndexOf("/") + 1), readers: [], lineReaders: [], inside: [], form: this };
    const parent = source.path.slice(0, Math.max(0, source.path.lastIndexOf("/")));
    item.parent = parent;
    const around = this.items.get(parent);
    item.level = around ? (around.kind === "repeat" ? this.levels.get(parent) : around.level) : this.root;
    item.group = around?.kind === "group" ? around : null;
    for (let outer = around; outer; outer = this.items.get(outer.parent)) if (outer.kind === "repeat") outer.inside.push(item);
    item.suffix = item.path.slice(item.level.start);
    item.level.items.push(item);
    if (item.kind === "repeat") {
      this.levels.set(item.path, this.newLevel(item.path, [...item.level.repeats, item.path]));
      item.level.repeatItems.push(item);
    } else if (item.kind !== "group") {
      item.level.questions.push(item);
      item.start = typeof item.default === "string" ? typed(item.kind, item.default) : "";
    }
    this.items.set(item.path, item);
    this.byName.set(item.name, [...(this.byName.get(item.name) || []), item]);
  }

  resolve(name, parent) {
    if (Object.hasOwn(this.names, name)) return this.items.get(this.names[name]);
    const found = this.byName.get(name) || [];
    return found.length === 1 ? found[0] : this.items.get(parent ? `${parent}/${name}` : name);
  }

  text(texts, language) {
    for (const code of [language, this.defaultLanguage, ""]) if (texts[code]) return texts[code];
    return Object.values(texts).find((text) => text) || "";
  }

  choicesOf(question) {
    return question?.choices ? this.lists[question.choices] : null;
  }

  table(name) {
    if (Object.hasOwn(this.tables, name)) return this.tables[name];
    const choices = Object.hasOwn(this.lists, name) ? this.lists[name] : null;
    return choices && choices.map((choice) => ({ ...choice.row, name: choice.name, label: Object.values(choice.label)[0] || "" }));
  }

  compile(item) {
    const bindings = new Bindings(this, item.level, item.parent);
    const condition = (node) => node && compileCondition(node, bindings);
    item.runs = { relevant: condition(item.relevant) };
    if (item.kind === "repeat") {
      item.runs.count = item.repeat_count && compile(item.repeat_count, bindings);
    } else if (item.kind !== "group") {
      item.runs.calculation = item.calculation && compile(item.calculation, bindings);
      item.runs.default = item.default && typeof item.default !== "string" ? compile(item.default, bindings) : null;
      item.runs.triggers = (item.trigger || []).flatMap((name) => {
        const target = this.resolve(name, item.parent);
        return target && target.start !== undefined ? [[bindings.reference(name, {}), target.start]] : [];
      });
      item.isLasting = Boolean(item.calculation) && lasting(item.calculation);
      this.compileChoices(item, bindings);
      item.check = item.calculation && !item.trigger ? null : checkOf(item, this.choicesOf(item));
    }
    item.store = NUMBERS.has(item.kind) ? (value) => asNumber(item.kind, value) : toText;
    this.note(item, bindings, "readers");
  }

  compileChoices(item, bindings) {
    const source = item.choicesFrom ? this.resolve(item.choicesFrom, item.parent) : null;
    item.source = source?.level.repeats.length ? source : null;
    if (item.source) {
      bindings.needs.add(source);
      item.instances = bindings.instancesOf(source);
      const names = source.level.questions.map((question) => question.name);
      item.filter = item.choice_filter && compileCondition(reading(item.choice_filter, new Set(names)), bindings, ["list_name", "name", "label", ...names]);
      return;
    }
    const choices = this.choicesOf(item) || [];
    const columns = new Set(["list_name", "name", "label", ...choices.flatMap((choice) => Object.keys(choice.row || {}))]);
    item.filter = item.choice_filter && compileCondition(item.choice_filter, bindings, columns);
    const list = (item.choices || "").split(" ")[0]; // with "or other", a list of its own
    item.rows = choices.map((choice) => ({ list_name: list, name: choice.name, label: Object.values(choice.label || {})[0] || "", ...choice.row }));
  }

  /* required, read_only and constraint are asked when a line is drawn, not while values are worked out */
  lineRules() {
    for (const item of this.order) {
      const bindings = new Bindings(this, item.level, item.parent);
      const rule = (node) => (node && node !== true ? compileCondition(node, bindings) : Boolean(node));
      item.required_ = rule(item.required);
      item.readOnly = item.kind === "note" ? true : rule(item.read_only);
      item.readOnlyAround = [];
      for (let path = item.parent; path; path = path.slice(0, Math.max(0, path.lastIndexOf("/")))) {
        const outer = this.items.get(path);
        if (outer?.read_only) item.readOnlyAround.push(rule(outer.read_only));
      }
      item.holds = item.constraint ? compileCondition(item.constraint, bindings) : null;
      this.note(item, bindings, "lineReaders");
    }
  }

  note(item, bindings, kind) {
    item.isSideways ||= bindings.isSideways;
    item.hasPosition ||= bindings.hasPosition;
    for (const need of bindings.needs) if (need !== item) need[kind].push(item);
  }
}

function asNumber(kind, value) {
  if (typeof value === "number" && !Number.isNaN(value)) return value;
  return typed(kind, toText(value));
}

/* a filter of choices from a repeat: `${age}` of a question in that repeat is a column of the row */
function reading(node, names) {
  if (!Array.isArray(node)) return node;
  if (node[0] === "name" && names.has(node[1]) && !node[2].lastSaved) return ["name", node[1], { bare: true }];
  return node.map((part) => reading(part, names));
}
