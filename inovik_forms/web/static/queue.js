/*
 * Sends what earlier pages have left on this device (device.js): a page that was killed, a telephone that was switched off, a session that
 * had ended. On every page of someone who is signed in; only under the account that typed it, and never what a page still open has in hand.
 */

import { account, arrived, forget, kept, nameDraft, refuse } from "./device.js";
import { beginning } from "./drafts.js";
import { sendPieces } from "./pieces.js";
import { OURS, sendAs } from "./post.js";
import { SIGNED_IN, hasEnded } from "./session.js";

const MOST = 100; // changes in one request
const LARGEST = 100000; // letters in one request, unless one answer alone has more: the server reads no more than 512 KiB
const WAITS = [5000, 15000, 60000, 300000]; // ms between tries, while nothing gets through

const held = (mark) => `inovik-lembar-${mark}`;

export const SHUT_OUT = "inovik-sesi-habis"; // told to the window when answers wait because the session has ended

let tries = 0;
let shutOut = false;
let timer = 0;

/* whether the server, when last asked, took this account for signed out */
export const isShutOut = () => shutOut;

/* Say that a page with this mark is open, until the function that this gives is called, or the browser closes the page. */
export function hold(mark) {
  let release = () => {};
  const open = new Promise((resolve) => { release = resolve; });
  navigator.locks?.request(held(mark), () => open);
  return release;
}

/* tells of a mark whether a page with it is open */
export async function openMarks() {
  const open = new Set(((await navigator.locks?.query())?.held ?? []).map((lock) => lock.name));
  return (mark) => open.has(held(mark));
}

/* what pages that are gone have left, oldest first; with `refused` those, too, that the server did not take */
export async function left(refused = false) {
  const isOpen = await openMarks();
  return (await kept()).filter((record) => !isOpen(record.mark) && (refused || !record.refused));
}

/* Send all that is left; one tab at a time. Resolves to whether nothing stands in the way. */
export const sendLeft = () => sendAll(false);

/* … and try again what the server did not take: somebody may have seen to the reason */
export const sendRefusedToo = () => sendAll(true);

async function sendAll(refused) {
  clearTimeout(timer);
  if (!account()) return true;
  const work = async () => {
    for (const [to, records] of grouped(await left(refused))) {
      if (records[0].kind !== "begin" && (await beginning(records[0].response))) continue; // the server does not know of what they belong to
      for (const batch of batches(records)) if (!(await send(to, batch))) return false;
    }
    return true;
  };
  const done = navigator.locks ? await navigator.locks.request("inovik-kirim", { ifAvailable: true }, (lock) => !lock || work()) : await work();
  tries = done ? 0 : tries + 1;
  if (!done) timer = setTimeout(sendLeft, WAITS[Math.min(tries, WAITS.length) - 1]);
  return done;
}

function grouped(records) {
  const groups = new Map();
  for (const record of records) groups.set(record.to, [...(groups.get(record.to) ?? []), record]);
  return groups;
}

/* records of one address as requests that the server takes, in their order; a file, which takes its time, alone and last */
export function batches(records) {
  const found = [];
  let letters = 0;
  for (const record of [...records.filter((one) => !one.file), ...records.filter((one) => one.file)]) {
    letters += record.value.length;
    if (!found.length || found.at(-1).length === MOST || letters > LARGEST || record.file || found.at(-1)[0].file) {
      found.push([]);
      letters = record.value.length;
    }
    found.at(-1).push(record);
  }
  return found;
}

/* the reply to records of one address: {status, data} of `sendAs` */
export const sendChanges = (to, records, keepalive = false) =>
  sendAs(to, { changes: records.map(({ id, path, value, base, at, nth, kind = "set" }) => ({ id, path: path.split("#")[0], value, base, at, nth, kind })) }, keepalive);

/* whether it makes sense to go on */
async function send(to, records) {
  const reply = (records[0].file?.hash && (await sendPieces(records[0]))) || (await sendChanges(to, records));
  shutOut = hasEnded(reply);
  if (shutOut) dispatchEvent(new Event(SHUT_OUT));
  if (reply.status === OURS.away || reply.status === 401 || reply.status >= 500) return false;
  await settle(records, reply);
  if (reply.data?.note) (await import("./later/note.js").catch(() => null))?.tell(reply.data.note);
  return !reply.data?.wanted?.length; // of a file, a piece was lost there
}

/* Take away what has arrived, and keep the rest with the server's reason. `reply`: {status, data} of `sendAs` to changes. */
export async function settle(records, reply) {
  if (reply.status !== 200) return refuse(records, reply.data?.message || `HTTP ${reply.status}`);
  const receipts = new Set(reply.data.receipts.map((receipt) => receipt.id));
  const ignored = new Set(reply.data.ignored);
  const late = new Set(reply.data.late);
  await arrived(records.filter(({ id }) => receipts.has(id) && !late.has(id)), reply.data.seq);
  await forget(records.filter(({ id }) => late.has(id))); // they are no answers of the response so far
  const { unfit, refused = {}, wanted = [], begun = {} } = reply.data;
  for (const record of records) if (begun[record.id]) await nameDraft(record.response, String(begun[record.id]));
  for (const record of records) if (ignored.has(record.id) && !wanted.includes(record.id)) await refuse([record], refused[record.id] ?? unfit);
}

addEventListener("online", sendLeft);
addEventListener(SIGNED_IN, sendLeft);
addEventListener("focus", () => { if (tries) sendLeft(); });
