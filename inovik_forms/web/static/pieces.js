/* Sends a file of this device in pieces; what the server has already is not sent again. */

import { fileOf } from "./device.js";
import { OURS, sendBytes } from "./post.js";

const PIECE = 256 * 1024; // bytes

export const PROGRESS = "inovik-potongan"; // told to the window: {hash, done, size}

const there = new Map(); // hash → bytes that the server had when last asked

/* Resolves to the reply that hinders, null when all of the file is there. A file that is not on this device any more hinders nothing: the server says
 * whether it has it. */
export async function sendPieces({ response, file: { hash, size }, ...record }) {
  const blob = await fileOf({ ...record, file: { hash } });
  if (!blob) return null;
  const to = (start) => `/isian/${response}/potongan?sidik=${hash}&besar=${size}&dari=${start}`;
  let start = there.get(hash) ?? 0;
  let isKnown = size <= PIECE || there.has(hash); // of a larger file, first ask how much is there
  while (start < size) {
    const reply = await sendBytes(to(start), isKnown ? blob.slice(start, start + PIECE) : new Blob());
    if (reply.status !== 200 || !Number.isInteger(reply.data?.ada)) return reply.status === 200 ? { status: OURS.away } : reply;
    if (isKnown && reply.data.ada <= start) start = reply.data.ada < start ? reply.data.ada : size; // it wants an earlier one, or no more
    else start = reply.data.ada;
    isKnown = true;
    there.set(hash, start);
    dispatchEvent(new CustomEvent(PROGRESS, { detail: { hash, done: start, size } }));
  }
  there.delete(hash);
  return null;
}
