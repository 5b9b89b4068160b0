/*
 * Turns pages without leaving this one: the reply to what was sent is the next page itself, so a turn takes one round
 * trip instead of two, and when the network is away, what was typed stays on the screen and is tried again.
 */

import { act, addAnother, isOurs, keyOf } from "./entries.js";
import { dayAndTime } from "./moment.js";
import { count } from "./order.js";
import { PREFIX } from "./page.js";
import { OURS, isThere, post, read } from "./post.js";
import { isShutOut, sendLeft } from "./queue.js";
import { hasEnded, signInAgain } from "./session.js";
import { leadTo, shelve, stored } from "./shelf.js";

export const UNSENT = "inovik-unsent"; // told to the form when it could not be sent; nothing in it was lost

const TURNING = { "Inovik-Turn": "1" };

let here = location.pathname + location.search; // of what is shown

/* The browser's own back and forward: what is shown must come from the server, as it is now. */
addEventListener("popstate", () => { if (location.pathname + location.search !== here) location.reload(); });

/* Send the page as the pressed button says, then call `open` on what came; `saving` keeps the answers if nothing did. */
export async function turn(page, button, saving, open) {
  const { form, status } = page;
  if (form.dataset.dikirim) return void (form.dataset.lalu = button?.value ?? ""); // what a file's way here does not hold up
  form.dataset.dikirim = button?.value || "1";
  if (page.stored && isOurs(button) && (await actHere(page, button, saving, open))) return;
  saving.hold();
  if (page.stored) return turnStored(page, button, saving, open);
  let reply = await send(form, button);
  if (reply.status === 400 && renew(page, reply.text)) reply = await send(form, button);
  if (hasEnded(reply) && (await signInAgain(button))) reply = await send(form, button);
  if (reply.status === OURS.away || reply.status >= 500 || reply.status === 401) {
    const isAway = reply.status === OURS.away || reply.status === 503; // 503: its database does not answer
    await page.files.letGo();
    const next = isAway && !filesIn(page).length && (await stored(leadTo(page, button))?.catch(() => null));
    if (next && (await saving.putAway())) return drawStored(next, open);
    if (isAway && isOurs(button) && (await goOnStored(page, button, saving, open))) return;
    unsent(form);
    if (reply.status === 401) saving.resume(reply.data?.message ?? status.dataset.keluar, hasEnded(reply) ? status.dataset.masukLagi : "");
    else saving.resume(filesIn(page).length ? status.dataset.berkas : status.dataset.gagal);
    form.dispatchEvent(new Event(UNSENT));
    return;
  }
  const isKept = reply.status < 400 || reply.status === 422; // 422: all but what it names
  if (isKept) page.files.end(reply.sent);
  else await page.files.letGo(); // … goes by itself, to wait at the server for a person, or is refused with the reason
  const later = isKept ? saving.end() : [];
  if (!isKept && !(await saving.putAway())) {
    unsent(form);
    return saving.resume(status.dataset.gagal);
  }
  const address = reply.headers.get("Inovik-Address") ?? form.action;
  if (reply.status === 204 || (reply.status < 400 && isOfAnother(reply.text))) return location.assign(address);
  const goOn = isStaying(button) ? placeOf(form) : () => {};
  show(reply.text, new URL(address, location.href));
  const opened = open(later, goOn);
  shelve(reply.text, address).catch(() => {});
  if (isKept && isStaying(button)) goOnWith(form, opened);
  if (!isKept) sendLeft().catch(() => {}); // … which is refused in turn, and so kept with the reason
}

const SCRIPT = /src="([^"]*\/static\/form\.js[^"]*)"/;
const own = document.querySelector("script[src*='/static/form.js']")?.getAttribute("src");

/* whether a page belongs to another release than the script that runs here: it must begin with its own */
const isOfAnother = (html) => Boolean(own) && (SCRIPT.exec(html)?.[1] ?? own) !== own;

/* a file was chosen: the same page comes back with it, and nobody has to wait for that */
const isStaying = (button) => Boolean(button?.value.startsWith("tetap "));

/* what was pressed, or chosen, while a file was on its way */
async function goOnWith(old, opened) {
  const { lalu } = old.dataset;
  if (!lalu) return;
  if (!isStaying({ value: lalu })) return document.querySelector(`#formulir [name=aksi][value="${CSS.escape(lalu)}"]:not([tabindex="-1"])`)?.click();
  await opened;
  const name = PREFIX + lalu.slice("tetap ".length);
  const [from, to] = [old, document.getElementById("formulir")].map((form) => form?.elements.namedItem(name));
  if (!from?.files.length || to?.type !== "file") return;
  to.files = from.files;
  to.dispatchEvent(new Event("change", { bubbles: true }));
}

/* What brings a person back to where he is in the form, in the page that takes its place; nothing for the file's own field. */
function placeOf(form) {
  const at = document.activeElement;
  if (!form.contains(at) || at.type === "file") return () => {};
  const { top } = at.getBoundingClientRect();
  const { selectionStart: start, selectionEnd: end } = at;
  const holder = at.closest("[data-soal]")?.dataset.soal;
  const find = (there) => {
    if (at.id) return there.querySelector(`[id="${CSS.escape(at.id)}"]`);
    if (at.name) return there.querySelector(`[name="${CSS.escape(at.name)}"][value="${CSS.escape(at.value)}"]`);
    return holder && there.querySelector(`[data-soal="${CSS.escape(holder)}"] ${at.localName}`);
  };
  return () => {
    const field = find(document.getElementById("formulir"));
    if (!field || field === document.activeElement) return;
    field.focus({ preventScroll: true });
    scrollBy(0, field.getBoundingClientRect().top - top);
    if (typeof start === "number") field.setSelectionRange(start, end);
  };
}

/* it may be sent again, and what was pressed meanwhile is to be pressed again */
function unsent(form) {
  delete form.dataset.dikirim;
  delete form.dataset.lalu;
}

/* A page that was drawn from this device is never sent as a whole: it does not know what others have answered since. Its answers go by themselves;
 * then the next page comes from the server, or from the device as long as the server is away. */
async function turnStored(page, button, saving, open) {
  const { form } = page;
  const { dataset } = document.getElementById("simpanan");
  const stay = (message) => {
    unsent(form);
    saving.resume(message);
    form.dispatchEvent(new Event(UNSENT));
  };
  if (!(await sendFiles(page))) return stay(dataset.berkas ?? dataset.gagal);
  if (!(await saving.putAway())) return stay(dataset.gagal);
  const address = button?.value === "tambah-lagi" ? await addAnother(page).catch(() => "") : leadTo(page, button);
  let isSent = await sendLeft();
  if (!isSent && isShutOut() && (await signInAgain(button))) isSent = await sendLeft();
  if (isSent && (await isThere())) return location.assign(address ? encodeURI(address) : location.href);
  const next = await stored(address)?.catch(() => null);
  if (next) return drawStored(next, open);
  stay(dataset.perlu ?? dataset.gagal);
}

/* What is done to a list of a stored page is done here, with or without a network; whether it could be. */
async function actHere(page, button, saving, open) {
  const address = await act(page, button).catch(() => null);
  if (address === null) return false;
  unsent(page.form);
  const next = address && (await stored(address));
  if (next && (await saving.putAway())) drawStored(next, open);
  sendLeft().catch(() => {});
  return true;
}

/* The network went while this page was open: the stored one takes its place, and there the same button is pressed. */
async function goOnStored(page, button, saving, open) {
  const next = !filesIn(page).length && (await stored(decodeURIComponent(location.pathname)).catch(() => null));
  if (!next) return false;
  const key = button.value.startsWith("tambah ") ? await keyOf(page, button).catch(() => undefined) : undefined;
  if (!(await saving.putAway())) return false;
  await drawStored(next, open);
  const same = document.querySelector(`#formulir [name=aksi][value="${CSS.escape(button.value)}"]`);
  if (same && key) same.dataset.kunci = key;
  same?.click();
  if (same) delete same.dataset.kunci;
  return true;
}

/* the files and drawings that the page holds and the device does not: [name of the field, file] */
export const filesIn = (page) => [...new FormData(page.form)].filter(
  ([name, value]) => value instanceof File && value.size && !page.files.has(page.answerPath(name.slice(PREFIX.length))));

/* whether none is left here: another page in this one's place would lose them */
async function sendFiles(page) {
  for (const [name, file] of filesIn(page)) if (!(await apart(page, `tetap ${name.slice(PREFIX.length)}`, name, file).catch(() => false))) return false;
  for (const field of chosenIn(page.form)) field.value = "";
  return true;
}

/* the fields in which a file stands chosen */
export const chosenIn = (form) => [...form.querySelectorAll("input[type=file]")].filter(({ files }) => files.length);

/* Put a page of this device in the place of this one. */
export function drawStored(page, open) {
  const address = new URL(encodeURI(page.address), location.href);
  if (decodeURI(location.pathname) === decodeURI(address.pathname)) address.search = location.search; // whether one came from the check page
  show(page.html, address);
  const note = Object.assign(document.createElement("div"), { className: "pesan hati", role: "status" });
  note.append(Object.assign(document.createElement("p"), { textContent: document.body.dataset.luring.replace("{kapan}", dayAndTime(page.at)) }));
  document.getElementById("isi").prepend(note);
  const form = document.getElementById("formulir");
  if (form) form.dataset.rak = "";
  return open([], undefined, true);
}

/* Send one answer that the page does not hold as text (a drawing); whether it was kept. */
export async function apart(page, action, name = "", file = undefined, keepalive = false) {
  const { device, nth } = count();
  const body = () => {
    const data = new FormData();
    for (const own of ["csrf_token", "dasar", "lembar", "versi"]) data.append(own, page.field(own).value);
    if (device) data.append("perangkat", device);
    if (device) data.append("urutan", JSON.stringify({ "": [nth, false] }));
    data.append("js", "1");
    data.append("aksi", action);
    if (file) data.append(name, file);
    return data;
  };
  const send = () => post(page.form.action, { headers: TURNING, body: body(), keepalive });
  let reply = await send();
  if (reply.status === 400 && renew(page, reply.text)) reply = await send();
  if (reply.status === OURS.away) throw new Error("no network");
  return reply.status < 300;
}

/* the next page as text, or what hinders as data */
async function send(form, button) {
  const data = new FormData(form, button);
  const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
  const reply = await post(form.action, { headers: TURNING, body });
  return { ...reply, sent: data, data: reply.status === 401 ? read(reply.text) : undefined };
}

/* After signing in again in another tab, the page's token is an old one; the refusal brings a fresh one. */
function renew(page, text) {
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("#formulir [name=csrf_token]")?.value;
  if (!fresh || fresh === page.field("csrf_token").value) return false;
  page.field("csrf_token").value = fresh;
  return true;
}

/* Put a page of ours in the place of this one. */
function show(text, address) {
  const next = new DOMParser().parseFromString(text, "text/html");
  const known = new Set([...document.head.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href));
  for (const link of next.head.querySelectorAll("link[rel=stylesheet]")) {
    if (!known.has(link.href)) document.head.append(document.importNode(link, true));
  }
  document.title = next.title;
  document.body.replaceWith(document.adoptNode(next.body));
  here = address.pathname + address.search;
  if (address.href === location.href) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  scrollTo(0, 0);
  document.getElementById("isi")?.focus({ preventScroll: true });
}
