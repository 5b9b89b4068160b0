/*
 * Responses that this device begins by itself, without a network: each under a number beyond all of the server's, until the server has heard of it
 * (web/begun.py). That it was begun is a record like any (`kind` "begin"); its answers wait until that one has arrived.
 */

import { account, draftsOf, dropForms, formAt, formKeys, keepBegun, keepForm, kept } from "./device.js";
import { count, from, unique } from "./order.js";

const FIRST = 2 ** 31;

export const isDraft = (response) => Number(response) >= FIRST;

/* the record of a beginning that has not arrived, refused or not; undefined for any other response */
export const beginning = async (response, owner = account()) =>
  isDraft(response) ? (await kept(owner)).find((record) => record.kind === "begin" && record.response === response) : undefined;

/* what a response is called on this device: its number, and those that it had here before it arrived */
export async function namesOf(response) {
  const drafts = (await draftsOf()).filter((draft) => draft.response === response);
  return new Set([response, ...drafts.map(({ draft }) => draft)]);
}

const later = async () => {
  const { Drafts } = await import("./later/drafts.js");
  return new Drafts({ draftsOf, dropForms, formAt, formKeys, keepBegun, keepForm, count, from, unique });
};

/* the page at an address of a response begun here; undefined where there is none */
export const draftPage = async (owner, address) => (isDraft(/^\/isian\/(\d+)/.exec(address)?.[1]) ? (await later()).page(owner, address) : undefined);

/* Have ready what may be begun; `ask` gets an address of ours. */
export const stockDrafts = async (ask) => (await later()).stock(ask);

const BEGIN = /^\/perihal\/(\d+)\/mulai$/;
const NEW = /^\/baru\/(\w+)$/;

/* On the empty page: begin what the address says that could not be sent (/perihal/12/mulai?kuesioner=…, /baru/inovasi?judul=…). Resolves to the address of
 * the draft, "" where it cannot be begun here, undefined where the address says nothing of the kind. */
export async function beginHere(owner) {
  const asked = new URLSearchParams(location.search);
  const subject = BEGIN.exec(location.pathname)?.[1];
  const kind = NEW.exec(location.pathname)?.[1];
  if (!(subject && asked.get("kuesioner")) && !(kind && asked.has("judul"))) return undefined;
  if (!owner) return "";
  const title = asked.get("judul")?.trim().replace(/\s+/g, " ") ?? "";
  const what = kind ? { kind, title, unit: asked.get("unit") ?? "" } : { subject, questionnaire: asked.get("kuesioner"), isFromLast: asked.get("awal") === "terakhir" };
  const made = await (await later()).begin(owner, what);
  return made && `/isian/${made}`;
}

/* on a page that was drawn from this device: what was begun here since */
export async function drawBegun() {
  const form = document.querySelector("form[data-baru]");
  if (form) Object.assign(form.elements.judul, { required: true, minLength: form.dataset.terpendek, maxLength: form.dataset.terpanjang }); // nobody else looks at it before it arrives
  const drafts = (await draftsOf()).filter((draft) => !draft.response);
  if (drafts.length) await (await later()).draw(account(), drafts);
}

/* What names something new says so in its address, too: all that is left of it where the network is away. */
document.addEventListener("submit", ({ target }) => {
  if (!("baru" in target.dataset)) return;
  target.action = `${location.pathname}?${new URLSearchParams([...new FormData(target)].filter(([name]) => name !== "csrf_token"))}`;
});
