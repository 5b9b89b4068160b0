/* The browser's evaluator as a process: a JSON line in, a JSON line out. Kept alive over a whole test. */

import { createInterface } from "node:readline";
import { Form } from "../../inovik_forms/web/static/answers/form.js";
import { State } from "../../inovik_forms/web/static/answers/state.js";

const forms = new Map();
let state = null;

const told = (line) => [line.answerPath, line.path, line.relevant, line.relevant && line.required, line.relevant && line.readOnly, line.value, line.valid];

function report() {
  const lines = state.lines();
  const choices = lines
    .filter((line) => line.relevant && !line.answerPath.endsWith("]"))
    .map((line) => line.answerPath)
    .filter((path) => { const [item] = state.find(path); return item.choices || item.source; })
    .map((path) => [path, state.choices(path).map((choice) => choice.name)]);
  return { lines: lines.map(told), choices, setAside: state.setAside().sort() };
}

const acts = {
  form({ name, plan }) { forms.set(name, new Form(plan)); return true; },
  begin({ name, snapshot, around }) { state = new State(forms.get(name), snapshot, around); return report(); },
  change({ change }) { state.apply(change); return report(); },
};

for await (const text of createInterface({ input: process.stdin })) {
  const order = JSON.parse(text);
  let answer;
  try {
    answer = acts[order.act](order);
  } catch (problem) {
    answer = { failed: String(problem.stack) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
