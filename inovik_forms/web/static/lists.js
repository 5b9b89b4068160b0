/* A list whose length is worked out: as many lines as there are to be, at once. What is written in them comes from the
 * server; a line that it has not sent yet is made after the blank one (medan.html, macro listed). */

const MOST = 1000;
const KEY = /\ue000/g;
const PLACE = /\ue001/g;

/* keys of the instances, by the rule of the evaluator (answers/state.js, counted); `told`: what the page knows of them */
export function keysFor(count, told) {
  const wanted = { true: 1, false: 0 }[count] ?? (/^-?[0-9.]+$/.test(count) ? Number(count) : NaN);
  if (Number.isNaN(wanted)) return told.keys;
  const length = Math.trunc(Math.min(MOST, Math.max(0, wanted)));
  const found = told.keys.slice(0, length);
  for (let number = 1; found.length < length; number += 1) {
    const key = String(number);
    if (!found.includes(key) && !told.removed.includes(key)) found.push(key);
  }
  return found;
}

const seen = new WeakMap(); // holder → its lines by the path of their instance

export function drawList(holder, path, keys, told, words) {
  const [list, none, blank] = holder.children;
  const lines = seen.get(holder) ?? new Map();
  seen.set(holder, lines);
  for (const line of list.children) lines.set(line.dataset.butir, line);
  const wanted = keys.map((key, place) => lines.get(`${path}[${key}]`) ?? made(blank, key, place, told, words));
  if (wanted.length === list.children.length && wanted.every((line, place) => line === list.children[place])) return;
  list.replaceChildren(...wanted);
  list.hidden = !wanted.length;
  none.hidden = wanted.length > 0;
}

function made(blank, key, place, told, words) {
  const source = document.createElement("template");
  source.innerHTML = blank.innerHTML.replace(KEY, key).replace(PLACE, place + 1);
  const line = source.content.firstElementChild;
  if (told.filled.includes(key)) line.querySelector("strong > .samar").textContent = words.filled;
  return line;
}
