/* Our evaluator in Node: build of a form with its first state, and the update after one answer. Prints JSON. */

import { readFileSync } from "node:fs";
import { Form } from "../inovik_forms/web/static/answers/form.js";
import { State } from "../inovik_forms/web/static/answers/state.js";

const { plan, snapshot } = JSON.parse(readFileSync(process.argv[2]));
const around = { today: "2026-11-24", now: "2026-11-24T08:00:00.000+09:00", language: "id" };
const build = () => new State(new Form(plan), snapshot, around);
const sorted = (times) => times.sort((one, other) => one - other);
const timed = (work) => {
  const began = performance.now();
  work();
  return performance.now() - began;
};

let state;
const first = timed(() => { state = build(); });
const builds = sorted(Array.from({ length: 15 }, () => timed(() => { state = build(); })));
const integers = [...state.form.items.values()].filter((item) => item.kind === "integer");
let changed = 0;
const updates = [];
for (let round = 0; round < 20; round += 1) {
  for (const item of integers) {
    updates.push(timed(() => { changed += state.apply({ path: item.path, value: String(round) }).size; }));
  }
}
sorted(updates);
const median = (times) => times[times.length >> 1];
process.stdout.write(JSON.stringify({
  first, build: [builds[0], median(builds)], update: [updates[0], median(updates)], slowest: updates.at(-1),
  lines: changed / updates.length,
}));
