/* The steps by which an item gets its value (answers/steps.py, answers/triggers.py): relevance, default, calculation,
 * choice filter, in this order. Each works on one item in one frame. */

import { words } from "../expressions/blanks.js";
import { ExpressionError, toText } from "../expressions/compile.js";
import { SEVERAL, typed } from "./checks.js";

const LASTING = new Set(["random", "uuid"]);
const AS_IT_IS = "*";

/* random() and uuid() are made once; what was stored stays */
export function lasting(node) {
  return Array.isArray(node) && ((node[0] === "call" && LASTING.has(node[1])) || node.some(lasting));
}

/* runs a step; what cannot be computed leaves a blank, and the next step goes on */
function attempt(frame, item, step) {
  try {
    step();
  } catch (problem) {
    if (!(problem instanceof ExpressionError)) throw problem;
    frame.values.set(item.path, "");
    frame.faults.add(item.path);
  }
}

export function workOut(item, frame, state) {
  const { env, draft } = state;
  const { path, runs } = item;
  const { values, hidden } = frame;
  const answerPath = frame.path + item.suffix;
  const before = values.get(path);
  const stored = draft.values.get(answerPath);
  env.frame = frame;
  env.choice = undefined;
  frame.faults.delete(path);
  frame.aside.delete(path);
  values.set(path, stored === undefined ? item.start : typed(item.kind, stored));
  let isHidden = item.group !== null && hidden.has(item.group.path);
  if (!isHidden && runs.relevant) attempt(frame, item, () => { isHidden = !runs.relevant(env); });
  if (isHidden) {
    hidden.add(path);
    values.set(path, "");
    return;
  }
  hidden.delete(path);
  if (runs.default && stored === undefined) attempt(frame, item, () => values.set(path, item.store(runs.default(env))));
  if (runs.calculation) attempt(frame, item, () => calculate(item, frame, state, answerPath, before));
  if (item.source || item.filter) attempt(frame, item, () => setAside(item, frame, state));
}

function calculate(item, frame, state, answerPath, before) {
  const { env, draft } = state;
  const { values } = frame;
  env.current = values.get(item.path);
  if (item.trigger?.length) {
    const said = item.runs.triggers.map(([run]) => run(env));
    const known = draft.triggers.get(answerPath);
    const isAtRest = said.every((value, place) => [value].flat(Infinity).every((one) => one === item.runs.triggers[place][1]));
    if (known === undefined && isAtRest) return;
    const basis = JSON.stringify(said.map((value) => (Array.isArray(value) ? value.map(toText) : toText(value))));
    if (known === basis || known === AS_IT_IS) return;
  }
  if (item.isLasting && !item.trigger?.length) {
    if (env.current !== "") return;
    if (before !== undefined && before !== "") {
      values.set(item.path, before);
      return;
    }
  }
  values.set(item.path, item.store(item.runs.calculation(env)));
}

/* Answers that are not offered any more: blank in logic, kept in the draft. */
function setAside(item, frame, { env }) {
  const value = toText(frame.values.get(item.path));
  if (value === "") return;
  env.current = item.source ? value : frame.values.get(item.path);
  const [names, isOffered] = item.source ? fromRepeat(item, value, env) : fromList(item, value, env);
  const kept = names.filter(isOffered);
  env.choice = undefined;
  if (kept.length === names.length) return;
  frame.aside.set(item.path, names.filter((name) => !kept.includes(name)).join(" "));
  frame.values.set(item.path, kept.join(" "));
}

function fromList(item, value, env) {
  const names = SEVERAL.has(item.kind) ? words(value) : [value];
  const isOffered = (name) => {
    const rows = item.rows.filter((row) => row.name === name);
    return !rows.length || rows.some((row) => { env.choice = row; return item.filter(env); });
  };
  return [names, isOffered];
}

function fromRepeat(item, value, env) {
  const offered = new Set(offers(item, env).map((choice) => choice.name));
  const isSeveral = SEVERAL.has(item.kind) && !offered.has(value);
  return [isSeveral ? words(value) : [value], (name) => offered.has(name)];
}

/* the choices that a question offers in a frame (answers/offers.py); needs env.frame and env.current */
export function offers(item, env) {
  const found = [];
  for (const [choice, row] of item.source ? rowsOfRepeat(item, env) : item.form.choicesOf(item).map((choice, place) => [choice, item.rows[place]])) {
    if (item.filter) {
      env.choice = row;
      try {
        if (!item.filter(env)) continue;
      } catch (problem) {
        if (!(problem instanceof ExpressionError)) throw problem;
        continue;
      }
    }
    found.push(choice);
  }
  env.choice = undefined;
  return found;
}

function rowsOfRepeat(item, env) {
  const { source } = item;
  const labels = new Map((item.form.choicesOf(source) || []).map((choice) => [choice.name, choice.label]));
  const seen = new Set([""]);
  const found = [];
  for (const frame of item.instances(env)) {
    const name = toText(frame.values.get(source.path));
    if (frame.hidden.has(source.path) || seen.has(name)) continue;
    seen.add(name);
    const label = labels.get(name) || { "": name };
    const row = Object.fromEntries(source.level.questions.map((question) => [question.name, toText(frame.values.get(question.path))]));
    found.push([{ name, label }, { ...row, name, label: Object.values(label)[0] || "" }]);
  }
  return found;
}
