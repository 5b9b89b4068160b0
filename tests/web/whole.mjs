/* What static/later/whole.js says of a response, after answers that this device knows and the server does not: JSON lines in and out. */

import { createInterface } from "node:readline";
import { Form } from "../../inovik_forms/web/static/answers/form.js";
import { State } from "../../inovik_forms/web/static/answers/state.js";
import { Whole } from "../../inovik_forms/web/static/later/whole.js";
import { asKept } from "../../inovik_forms/web/static/typed.js";

function say({ plan, told, answers, records, now }) {
  const whole = new Whole({ Form, State, asKept }, plan, told, answers, records, now);
  const lines = whole.state.lines().filter((line) => !line.answerPath.endsWith("]"));
  const shown = (line) => [line.answerPath, line.relevant, line.relevant ? line.value : "", line.relevant && line.required, line.valid];
  return {
    lines: lines.map(shown),
    sections: whole.sections.filter((section) => whole.isShown(section)).map((section) => section.slug),
    progress: whole.progress().map(({ slug, answered, total, state }) => [slug, answered, total, state]),
  };
}

for await (const text of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = say(JSON.parse(text));
  } catch (problem) {
    answer = { failed: String(problem.stack) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
