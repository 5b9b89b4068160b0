/* The whole response on a page that is drawn from this device: loads what later/whole.js works with, only there. */

import { formAt, keepForm, kept, known } from "./device.js";
import { asKept, shownDate, shownNumber } from "./typed.js";

const about = (response) => `isian ${response}`;
const here = () => /^\/isian\/(\d+)/.exec(location.pathname)?.[1];

/* null where this device does not have all of it, or cannot work with it: then the page goes by what it knew when it was stored */
export async function wholeOf(response) {
  try {
    const told = await formAt(about(response));
    const plan = told && (await formAt(told.form));
    if (!plan) return null;
    const [{ Whole }, { Form }, { State }, answers, records] = await Promise.all([
      import("./later/whole.js"), import("./answers/form.js"), import("./answers/state.js"), known(response), kept(),
    ]);
    const waiting = records.filter((record) => record.response === response && !record.refused);
    return new Whole({ Form, State, asKept }, plan, told, answers, waiting, Date.now());
  } catch (error) {
    reportError(error);
    return null;
  }
}

/* on a page of the response that asks nothing (the task list, the check page) */
export async function drawWhole() {
  const response = here();
  const whole = response && (await wholeOf(response));
  whole?.draw();
  const page = document.getElementById("periksa");
  if (!whole || !page?.dataset.kata) return;
  const said = JSON.parse(page.dataset.kata);
  const [{ Check }, { Called }, { Words }, { checkOf, typed }, { words: parted }, { toText }, answers, records] = await Promise.all([
    import("./later/check.js"), import("./later/called.js"), import("./later/words.js"), import("./answers/checks.js"), import("./expressions/blanks.js"),
    import("./expressions/values.js"), known(response), kept(),
  ]);
  const words = new Words({ checkOf, parted, shownDate, shownNumber, toText, typed }, whole, said);
  const waiting = records.filter((record) => record.response === response && !record.refused);
  new Check({ whole, response, said, words, called: new Called(whole, words, said.nth), waiting, known: answers }).draw(page);
}

/* Fetch a response's answers and form, as far as they are not here yet; `ask` gets an address of ours. Gives the addresses of all its sections, and of the pages that they are cut
 * into. */
export async function stockWhole(response, ask) {
  const old = await formAt(about(response));
  const reply = await ask(`/isian/${response}/seluruh.json${old ? `?sejak=${old.stamp}` : ""}`);
  const told = reply?.status === 200 ? await reply.json() : old;
  if (!told) return [];
  if (!(await formAt(told.form))) {
    const form = await ask(told.form);
    if (!form) return [];
    await keepForm(told.form, await form.json());
  }
  if (told !== old) await keepForm(about(response), told);
  const { sections } = await formAt(told.form);
  return sections.flatMap(({ slug, names = [] }) => {
    const { address } = told.sections[slug];
    return [address, ...names.map((name) => `${address}/${name}`)];
  });
}
