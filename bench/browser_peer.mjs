/* SurveyJS on a survey of the same size and rules: build, and the update after one answer. Prints JSON. */

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(`${process.argv[3]}/`);
const { Model } = require("survey-core");
const { elements, values } = JSON.parse(readFileSync(process.argv[2]));
const sorted = (times) => times.sort((one, other) => one - other);
const timed = (work) => {
  const began = performance.now();
  work();
  return performance.now() - began;
};
let survey;
const build = () => { survey = new Model({ elements }); survey.data = values; };
const first = timed(build);
const builds = sorted(Array.from({ length: 5 }, () => timed(build)));
const numbers = elements.filter((one) => one.inputType === "number").map((one) => one.name);
const updates = sorted(numbers.flatMap((name, place) => [1, 9].map((value) => timed(() => survey.setValue(name, value + place)))));
const median = (times) => times[times.length >> 1];
process.stdout.write(JSON.stringify({ first, build: [builds[0], median(builds)], update: [updates[0], median(updates)] }));
