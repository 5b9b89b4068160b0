/* What the server's receipt says of answers, drawn at their fields. */

import { offer } from "./offers.js";
import { PREFIX, complain, pathOf } from "./page.js";
import { redraw } from "./redraw.js";

const waiting = new WeakMap(); // page → path → choices that could not be drawn yet

/* `isPending`: path → whether that answer has been typed anew meanwhile. `put`: writes an answer that was given elsewhere; `read`: told of a form path
 * and what its field holds now. What stands of the whole page holds only where nothing is pending any more (`isDone`). */
export function drawReceipt(page, data, { isPending, isDone, put, read }) {
  for (const [path, what] of Object.entries(data.said)) drawAnswer(page, path, what, isPending(path), read);
  const offered = waiting.get(page) ?? new Map();
  waiting.set(page, offered);
  for (const [path, options] of Object.entries(data.choices)) offered.set(path, options);
  if (!isDone) return; // an answer on its way may change them once more; whoever clicks meanwhile means those that he sees
  for (const [path, options] of offered) offer(page, path, options);
  offered.clear();
  for (const [path, shown] of Object.entries(data.shown)) {
    const element = page.holder(path);
    if (element) element.hidden = !shown;
  }
  for (const [path, line] of Object.entries(data.lines)) {
    const element = page.holder(path);
    if (element) redraw(element, line, (value) => put(path, value));
  }
}

/* how an answer was understood, and what is wrong with it; never under the fingers of someone who is typing */
function drawAnswer(page, path, what, isPending, read) {
  const element = page.holder(path);
  const own = "input:not([type=hidden]), textarea, select";
  const field = element?.querySelector(own) ?? document.getElementById(PREFIX + page.formPath(path));
  if (!field) return;
  const busy = document.activeElement === field;
  const echo = document.getElementById(`${field.id}~t`);
  if (echo) echo.textContent = what.echo;
  if (echo && !busy && !isPending) {
    field.value = what.shown;
    read(pathOf(field), what.shown);
  }
  if (busy && what.problem) return;
  complain(element, field, what.problem);
}
