/* What static/later/whole.js says of a response, after answers that this device knows and the server does not: JSON lines in and out. */

import { createInterface } from "node:readline";
import { Form } from "../../inovik_forms/web/static/answers/form.js";
import { State } from "../../inovik_forms/web/static/answers/state.js";
import { toText } from "../../inovik_forms/web/static/expressions/values.js";
import { words as parted } from "../../inovik_forms/web/static/expressions/blanks.js";
import { checkOf, typed } from "../../inovik_forms/web/static/answers/checks.js";
import { Called } from "../../inovik_forms/web/static/later/called.js";
import { Check } from "../../inovik_forms/web/static/later/check.js";
import { Words } from "../../inovik_forms/web/static/later/words.js";
import { Whole } from "../../inovik_forms/web/static/later/whole.js";
import { asKept, shownDate, shownNumber } from "../../inovik_forms/web/static/typed.js";

globalThis.document = { documentElement: { lang: "id" } };

function say({ plan, told, answers, records, now, sentences, response }) {
  const whole = new Whole({ Form, State, asKept }, plan, told, answers, records, now);
  const lines = whole.state.lines().filter((line) => !line.answerPath.endsWith("]"));
  const shown = (line) => [line.answerPath, line.relevant, line.relevant ? line.value : "", line.relevant && line.required, line.valid];
  const words = new Words({ checkOf, parted, shownDate, shownNumber, toText, typed }, whole, sentences);
  const called = new Called(whole, words, sentences.nth);
  return {
    check: new Check({ whole, response, said: sentences, words, called, waiting: records, known: answers }).summary(),
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
