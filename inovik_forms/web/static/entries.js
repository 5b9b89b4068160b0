/*
 * The entries of lists without a network: added, moved and removed on this device, and sent later like answers. Each such change is a record of its
 * own (device.js) with `kind`, and with a path that nothing else has: "kegiatan[k1]#3". A stored page of a list is drawn as the server has it, with
 * these on top; the page of an entry that the server has never seen is the blank one (/isian/N/butir-baru/…) with its keys put in.
 */

import { account, forget, keep, kept, known, learn, pageAt } from "./device.js";
import { draftPage, namesOf } from "./drafts.js";
import { count, unique } from "./order.js";

const MARK = "butir"; // no page has it, so that no page holds these back
const MOST = 1000; // entries of one list (web/entries.py)
const PLACEHOLDER = "kuncibutir"; // … with the level behind it, in a blank entry
const KINDS = { tambah: "add", hapus: "remove", naik: "move", turun: "move", pindah: "move", urung: "undo" };

export const formPath = (path) => path.replace(/\[[^\]]*\]/g, "");
export const isOurs = (button) => Boolean(KINDS[button?.value.split(" ")[0]]);

const keysIn = (path) => [...path.matchAll(/\[([^\]]*)\]/g)].map(([, key]) => key);
const split = (instance) => ({ repeat: instance.slice(0, instance.lastIndexOf("[")), key: instance.slice(instance.lastIndexOf("[") + 1, -1) });
const newKey = () => [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
const blankAddress = (response, path) => `/isian/${response}/butir-baru/${formPath(path)}`;
const blankAt = async (owner, address) => (await pageAt(owner, address)) ?? draftPage(owner, address);

/* the blank pages to have for the lists of a page */
export function* blanksOf(page) {
  const { isian } = page.getElementById("formulir")?.dataset ?? {};
  yield* (page.getElementById("baris-butir")?.dataset.halaman ?? "").split(" ").filter(Boolean).map(decodeURIComponent);
  for (const button of isian ? page.querySelectorAll("#formulir button[value^='tambah ']") : []) yield blankAddress(isian, button.value.slice("tambah ".length));
}

/* what was done to the lists of a response here and has not arrived, in the order it was done */
async function waiting(owner, response) {
  const names = await namesOf(response);
  return (await kept(owner)).filter((record) => record.kind && record.kind !== "begin" && names.has(record.response));
}

/* … with what has arrived since its page was stored, as change number `seen` */
async function changesOf(response, answers, seen) {
  const ids = new Set((await waiting(account(), response)).map((record) => record.path));
  return answers.filter((one) => one.kind && (ids.has(one.path) || one.seq > seen)).sort((a, b) => a.nth - b.nth);
}

/* whether something that was done here to its lists has not arrived */
export const waitsFor = async (page) => (await waiting(account(), page.response)).some((record) => !record.refused);

/* the page of an entry that exists only here, at its address; undefined where it does not, or its blank is not here */
export async function entryAt(owner, address) {
  const [, response, path] = /^\/isian\/(\d+)\/butir\/(.+\][^\]]*)$/.exec(address) ?? [];
  const blank = path && (await blankAt(owner, blankAddress(response, path)));
  if (!blank) return undefined;
  const here = await known(response, owner);
  if (!here.some((record) => record.kind === "add" && path.startsWith(bare(record)))) return undefined;
  const keys = keysIn(path);
  const fill = (text) => text.replaceAll(new RegExp(`${PLACEHOLDER}(\\d)`, "g"), (whole, level) => keys[level] ?? whole);
  return { ...blank, address, html: fill(blank.html) };
}

const bare = (record) => record.path.slice(0, record.path.indexOf("#"));

/* Do what a button of a list says. Resolves to the address to go on at ("" = stay), null where it cannot be done here. */
export async function act(page, button) {
  const [action, ...rest] = button.value.split(" ");
  const target = rest.at(-1);
  if (action === "urung") return undo(page, target);
  const { repeat, key } = action === "tambah" ? { repeat: target, key: button.dataset.kunci ?? newKey() } : split(target);
  const section = sectionOf(page, repeat);
  const blank = await blankAt(account(), blankAddress(page.response, repeat));
  if (!section || (action === "tambah" && !blank)) return null;
  const keys = linesOf(section).map((line) => split(line.dataset.butir).key);
  const path = `${repeat}[${key}]`;
  if (action === "tambah" && keys.length >= MOST) return null;
  const value = action === "tambah" ? keys.at(-1) ?? "" : action === "hapus" ? "" : placed(keys, key, action, rest[0]);
  if (value === undefined) return "";
  const list = section.querySelector("h2")?.textContent.trim() ?? "";
  await keep([record(page, list, KINDS[action], path, value)]);
  page.whole?.change({ path, kind: KINDS[action], value });
  if (action === "tambah") return `/isian/${page.response}/butir/${path}`;
  await drawLists(page);
  const again = page.form.querySelector(`[value="${CSS.escape(button.value)}"]`);
  (again ?? section).focus();
  return "";
}

/* after which key an entry stands then; undefined: it stays where it is */
function placed(keys, key, action, wanted) {
  const now = keys.indexOf(key);
  const place = action === "pindah" ? Number(wanted) : now + (action === "naik" ? -1 : 1);
  if (now < 0 || place < 0 || place >= keys.length || place === now) return undefined;
  return keys.filter((other) => other !== key)[place - 1] ?? "";
}

/* only what has not been sent: what the server knows already it takes back on its own page */
async function undo(page, target) {
  const gone = (await waiting(account(), page.response)).filter((record) => record.kind === "remove" && bare(record) === target);
  if (!gone.length) return null;
  await forget(gone);
  await learn(page.response, gone.map(({ path }) => [path, ""]), 0);
  await drawLists(page);
  sectionOf(page, split(target).repeat)?.focus();
  return "";
}

/* From the page of an entry: one more of its list, behind the others. Resolves to its address, "" where it cannot be made here. */
export async function addAnother(page) {
  const { repeat } = split(page.prefix);
  const keys = page.whole?.entries(repeat).keys ?? [split(page.prefix).key];
  if (keys.length >= MOST || !(await blankAt(account(), blankAddress(page.response, repeat)))) return "";
  const path = `${repeat}[${newKey()}]`;
  await keep([record(page, document.querySelector(".remah a")?.textContent.trim() ?? "", "add", path, keys.at(-1) ?? "")]);
  return `/isian/${page.response}/butir/${path}`;
}

function record(page, list, kind, path, value) {
  const { device, nth } = count();
  const { form, response } = page;
  const to = `/isian/${response}/simpan?${new URLSearchParams({ lembar: MARK, versi: page.field("versi").value, perangkat: device })}`;
  const { dataset } = page.status;
  const label = { add: dataset.butirBaru, remove: dataset.butirHapus, move: dataset.butirPindah }[kind].replace("{daftar}", list);
  return {
    account: account(), mark: MARK, response, path: `${path}#${nth}`, kind, value, nth, id: unique(), base: Number(page.field("dasar").value),
    at: Date.now(), to, title: form.dataset.nama ?? document.title, label, said: "", refused: "",
  };
}

const sectionOf = (page, repeat) => page.form.querySelector(`section[data-soal="${CSS.escape(repeat)}"]`);
const linesOf = (section) => [...section.querySelectorAll("ol.butir > li")];

const drawn = new WeakMap(); // section → its lines as the server drew them

/* Draw the lists of a stored page with what was done to them here. */
export async function drawLists(page) {
  const all = await known(page.response);
  const answers = new Map(all.map((answer) => [answer.path, answer.value]));
  const changes = await changesOf(page.response, all, Number(page.field("dasar").value));
  for (const section of page.form.querySelectorAll("section[data-soal]")) {
    if (!section.querySelector("button[value^='tambah ']")) continue;
    if (!drawn.has(section)) drawn.set(section, linesOf(section));
    await drawList(page, section, changes.filter((change) => split(bare(change)).repeat === section.dataset.soal), answers);
  }
}

async function drawList(page, section, changes, answers) {
  const repeat = section.dataset.soal;
  const lines = new Map(drawn.get(section).map((line) => [split(line.dataset.butir).key, line]));
  const keys = [...lines.keys()];
  const removed = changes.filter((change) => change.kind === "remove");
  for (const change of changes) apply(keys, change);
  const gone = new Set(removed.map((change) => split(bare(change)).key));
  const shown = keys.filter((key) => !gone.has(key));
  const stored = await blankAt(account(), blankAddress(page.response, repeat));
  const blank = stored && parsed(stored.html);
  const line = blank?.getElementById("baris-butir");
  if (!line) return;
  const made = shown.map((key, place) => fitted(lines.get(key) ?? lineFor(line, `${repeat}[${key}]`), place, shown.length, line));
  for (const item of made) name(item, blank, answers);
  let list = section.querySelector("ol.butir");
  if (!list) {
    list = Object.assign(document.createElement("ol"), { className: "butir" });
    section.querySelector("button[value^='tambah ']").before(list);
    list.previousElementSibling?.matches("p.samar") && list.previousElementSibling.setAttribute("data-belum", "");
  }
  list.replaceChildren(...made);
  list.hidden = !made.length;
  const none = section.querySelector("p.samar[data-belum]");
  if (none) none.hidden = made.length > 0;
  offerUndo(section, blank, removed.at(-1));
}

/* as the journal does it (answers/journal.py); what is removed goes last, so that others keep their places beside it */
function apply(keys, { path, kind, value }) {
  const { key } = split(path.slice(0, path.indexOf("#")));
  const at = keys.indexOf(key);
  if (kind === "remove" || (kind === "add") === at >= 0) return;
  if (at >= 0) keys.splice(at, 1);
  const after = keys.indexOf(value);
  keys.splice(value === "" ? 0 : after < 0 ? keys.length : after + 1, 0, key);
}

function lineFor(template, path) {
  const item = document.importNode(template.content.firstElementChild, true);
  const { dataset } = item;
  const old = dataset.butir;
  dataset.butir = path;
  item.id = `q.${path}`;
  for (const button of item.querySelectorAll("button")) button.value = button.value.replace(old, path);
  return item;
}

/* its number, and the buttons up and down that it has at this place */
function fitted(item, place, length, template) {
  item.querySelector(".nomor").textContent = place + 1;
  const tools = item.querySelector(".alat");
  for (const [action, wanted] of [["naik", place > 0], ["turun", place < length - 1]]) {
    const old = tools.querySelector(`[value^="${action} "]`);
    if (old) old.hidden = !wanted;
    else if (wanted) {
      const button = document.importNode(template.content.querySelector(`[value^="${action} "]`), true);
      button.value = `${action} ${item.dataset.butir}`;
      tools.querySelector("[value^='hapus ']").before(button);
    }
  }
  return item;
}

const PARTS = 3; // answers that tell an entry (web/pages.py)

/* what tells the entry from the others: its first answers, as far as they are known here */
function name(item, blank, answers) {
  const path = item.dataset.butir;
  const from = blank.getElementById("formulir").dataset.awalan;
  const parts = [];
  for (const holder of blank.querySelectorAll("#formulir .tanya[data-soal]")) {
    const value = answers.get(path + holder.dataset.soal.slice(from.length));
    if (value && !holder.querySelector("[type=file]") && parts.length < PARTS) parts.push(inWords(holder, value));
  }
  if (!parts.length) return;
  const body = item.querySelector(".isi");
  const [title, ...details] = parts;
  body.querySelector("strong").textContent = title;
  body.querySelector(".samar.kecil")?.remove();
  if (details.length) body.querySelector("strong").after(Object.assign(document.createElement("span"), { className: "samar kecil", textContent: details.join(" · ") }));
}

/* an answer as a person reads it: choices by their labels */
function inWords(holder, value) {
  const label = (one) => {
    const option = [...holder.querySelectorAll("input[value], option")].find((found) => found.value === one);
    return (option?.localName === "option" ? option : option?.parentElement)?.textContent.trim();
  };
  const all = value.split(" ").map(label);
  return holder.querySelector("input[type=radio], input[type=checkbox], select") && all.every(Boolean) ? all.join(", ") : value;
}

/* what the server, too, makes of a press on this page (web/saving.py), so that one that may have arrived is not done twice */
export async function keyOf(page, button) {
  const bytes = new TextEncoder().encode(page.field("lembar").value + button.value.slice("tambah ".length));
  return [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].slice(0, 4).map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function offerUndo(section, blank, last) {
  section.querySelector("[data-urung]")?.remove();
  if (!last) return;
  const source = blank.getElementById("urung-butir");
  const note = source && document.importNode(source.content.firstElementChild, true);
  if (!note) return;
  note.querySelector("button").value = `urung ${bare(last)}`;
  section.querySelector("ol.butir").before(note);
}
