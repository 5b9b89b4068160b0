/* One request to our server, under the account that this page belongs to; a reply that is not ours (a hotspot's sign-in page) is none. */

import { account } from "./device.js";

export const OURS = { away: 0, marker: "Inovik" };

/* Status, headers and text of the reply to a POST; status 0 when nothing of ours came back. */
export async function post(to, options) {
  try {
    const headers = { ...options.headers, "Inovik-Account": account() };
    const reply = await fetch(to, { method: "POST", ...options, headers });
    if (!reply.headers.has(OURS.marker)) return { status: OURS.away };
    return { status: reply.status, headers: reply.headers, text: await reply.text() };
  } catch {
    return { status: OURS.away };
  }
}

/* Post JSON; {status, data}. A page token that has run out is renewed once. */
export const sendAs = (to, body, keepalive = false) =>
  renewed(to, { keepalive, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/* … and a piece of a file */
export const sendBytes = (to, body) => renewed(to, { headers: { "Content-Type": "application/octet-stream" }, body });

async function renewed(to, options) {
  let reply = await ask(to, options);
  if (reply.data?.token) {
    for (const field of tokens()) field.value = reply.data.token;
    reply = await ask(to, options);
  }
  return reply;
}

const tokens = () => document.querySelectorAll("input[name=csrf_token]");

async function ask(to, options) {
  const { status, text } = await post(to, { ...options, headers: { ...options.headers, "X-CSRFToken": tokens()[0]?.value ?? "" } });
  const data = read(text);
  return { status: status === 200 && !data ? OURS.away : status, data };
}

/* {status, data} of a GET for JSON */
export async function get(address) {
  try {
    const reply = await fetch(address, { headers: { Accept: "application/json", "Inovik-Account": account() } });
    if (!reply.headers.has(OURS.marker)) return { status: OURS.away };
    return { status: reply.status, data: read(await reply.text()) };
  } catch {
    return { status: OURS.away };
  }
}

/* what a reply says in JSON, null where it is none */
export function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/* whether our server answers */
export async function isThere() {
  try {
    return (await fetch("/sehat", { cache: "no-store" })).headers.has(OURS.marker);
  } catch {
    return false;
  }
}
