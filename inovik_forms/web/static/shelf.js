/*
 * The server's pages on this device, to be opened without a network: those that were looked at, and those that they lead to. The service worker
 * (web/worker/sw.js) knows no page of anybody; when the network is away it gives the empty page /luring, which draws here what belongs to whoever
 * is signed in.
 */

import { account, draftsOf, dropForms, dropPages, formAt, formKeys, keepPage, kept, pageAt, pagesOf } from "./device.js";
import { beginHere, draftPage, isDraft, stockDrafts } from "./drafts.js";
import { blanksOf, entryAt } from "./entries.js";
import { OURS } from "./post.js";
import { stockWhole } from "./whole.js";

const OWNER = "inovik-akun"; // in localStorage: who is signed in on this device
const LEAVING = "inovik-keluar"; // who has signed out here
const MOST = 60; // pages fetched ahead
const PAUSE = 2000; // ms after a page is open, and what it needs is there
const AHEAD = /^\/(baru\/\w+|perihal\/\d+|isian\/\d+(\/periksa|\/(bagian|butir|butir-baru)\/[^?#]+)?|antrean)$/;

const release = () => document.querySelector("script[type=module][src*='/static/']")?.src ?? "";
const plain = (address) => decodeURIComponent(new URL(address, location.href).pathname); // as it is kept

/* whether several people use this device */
export const isShared = () => "bersama" in document.body.dataset;

/* the person of this page is signed in again */
export const unlock = () => localStorage.setItem(OWNER, account());

/* nobody is signed in on this device any more: what lies here opens for nobody */
export function lock() {
  sessionStorage.setItem(LEAVING, account());
  localStorage.removeItem(OWNER);
}

/* The server did not hear of it (the empty page is what came): as soon as a page of this account is open again, it is told. */
export function leaveLater() {
  const owner = sessionStorage.getItem(LEAVING);
  if (owner) localStorage.setItem(LEAVING, owner);
}

/* whether this account's page must not stay open, because the person has signed out without a network; asked once */
function isLeaving() {
  const owner = localStorage.getItem(LEAVING);
  localStorage.removeItem(LEAVING);
  return owner === account();
}

/* the service worker's registration; undefined where the browser has none */
export const worker = async () => navigator.serviceWorker?.register("/sw.js");

/* A page of someone who is signed in has been drawn from `source`: keep it, and what it leads to. */
export async function settleIn(source) {
  if (!account()) return;
  if (isLeaving()) return document.querySelector("form[data-keluar]").submit();
  localStorage.setItem(OWNER, account());
  await worker();
  if (await shelve(source, location.href)) await stockUp();
}

/* Keep a page of ours; only those that the server means for it (body data-luring). Resolves to the addresses of pages that it leads to. */
export async function shelve(html, address) {
  await atRest();
  const page = new DOMParser().parseFromString(html, "text/html");
  if (!("luring" in page.body.dataset) || page.body.dataset.akun !== account()) return null;
  const leads = [...leadsTo(page)];
  await keepPage({ account: account(), address: plain(address), html, title: page.title, at: Date.now(), release: release(), leads });
  return leads;
}

/* when the page has nothing better to do: reading a page takes a phone a while */
const atRest = () => new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve, { timeout: 200 }));

/* Fetch what the page that is open leads to, as far as it is not here yet. */
async function stockUp() {
  if (!account() || navigator.connection?.saveData) return;
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
  const here = new Map((await pagesOf(account())).map((page) => [page.address, page]));
  const open = plain(location.href).match(/^\/isian\/\d+(?=\/|$)/)?.[0];
  const isWanted = (address) => !isShared() || address === "/antrean" || address === open || (open && address.startsWith(`${open}/`));
  const wanted = ["/antrean", ...leadsTo(document)].filter(isWanted);
  const seen = new Set(wanted);
  const want = (next) => { if (isWanted(next) && !seen.has(next)) { seen.add(next); wanted.push(next); } };
  const responses = new Set();
  // A response of which there are pages, as a whole: also the pages of sections that are not asked so far.
  const complete = async (address) => {
    const response = /^\/isian\/(\d+)/.exec(address)?.[1];
    if (!response || responses.has(response) || !isWanted(address)) return;
    responses.add(response);
    for (const next of await stockWhole(response, ask).catch(() => [])) want(plain(next));
  };
  await complete(plain(location.href));
  if (!isShared()) await stockDrafts(ask).catch(() => {}); // the next page tries again
  let isWhole = true; // so far, everything that is led to was there
  for (let count = 0; wanted.length && count < MOST; ) {
    const address = wanted.shift();
    const old = here.get(address);
    let leads = old?.release === release() ? old.leads : null;
    if (!leads) {
      leads = await fetchAhead(address);
      count += 1;
    }
    if (leads) await complete(address);
    isWhole &&= leads !== undefined;
    for (const next of leads ?? []) want(next);
  }
  if (!isWhole || wanted.length || isShared() || plain(location.href) !== "/") return;
  const { prune } = await import("./later/prune.js");
  await prune([...here.values()], seen.add("/"), { kept, draftsOf, formKeys, formAt, dropForms, dropPages }, Date.now());
}

/* our reply to this account; null where there is none */
async function ask(address) {
  const reply = await fetch(address, { headers: { "Inovik-Account": account() } }).catch(() => null);
  return reply?.ok && !reply.redirected && reply.headers.has(OURS.marker) ? reply : null;
}

/* resolves as `shelve` does; to undefined where the server does not give the page */
async function fetchAhead(address) {
  const reply = await ask(/^\/isian\/\d+\/(bagian|butir)\//.test(address) ? `${encodeURI(address)}?rak` : address);
  return reply ? shelve(await reply.text(), address) : undefined;
}

/* the addresses of pages to have, by the links of a page, the page after it and the buttons that open an entry of a list */
function* leadsTo(page) {
  for (const link of page.querySelectorAll("main a[href], .daftar-bagian a[href]")) {
    const address = plain(link.getAttribute("href"));
    if (AHEAD.test(address)) yield address;
  }
  const { isian: response, maju } = page.getElementById("formulir")?.dataset ?? {};
  if (maju) yield plain(maju);
  for (const button of response ? page.querySelectorAll("#formulir button[value^='ubah ']") : []) yield entry(response, button.value);
  yield* blanksOf(page);
}

const entry = (response, action) => `/isian/${response}/butir/${action.slice("ubah ".length)}`;

const beside = (href) => (href ? { href } : undefined); // of a page that is one of several of its section

/* where a pressed button leads, without what only the server knows; undefined when only the server can do it */
export function leadTo({ form, whole }, button) {
  const links = [...document.querySelectorAll(".daftar-bagian a")];
  const here = links.findIndex((link) => link.ariaCurrent);
  const up = document.querySelector(".remah a");
  const [action] = button.value.split(" ");
  const inList = Boolean(form.dataset.awalan);
  const turned = (step) => beside(whole.turned(plain(form.action), step)) ?? up;
  const check = new URLSearchParams(location.search).get("dari") === "periksa" && { href: `/isian/${form.dataset.isian}/periksa` };
  const target = {
    lanjut: () => check || (whole ? turned(1) : beside(form.dataset.maju) ?? (inList ? up : links[here + 1] ?? up)),
    kembali: () => (whole ? turned(-1) : beside(form.dataset.mundur) ?? (inList ? up : links[here - 1] ?? up)),
    simpan: () => up,
    ubah: () => ({ href: entry(form.dataset.isian, button.value) }),
  }[action]?.();
  return target && plain(target.href);
}

/* the stored page at an address, undefined when there is none */
export const stored = (address) => address && pageOf(account(), plain(encodeURI(address)));

const pageOf = async (owner, address) => (await arrivedPage(owner, address)) ?? (await draftPage(owner, address)) ?? entryAt(owner, address);

/* … also of a response that was begun here, under the number that the server has given it */
async function arrivedPage(owner, address) {
  const page = await pageAt(owner, address);
  if (page) return page;
  const draft = isDraft(numberIn(address)) && (await draftsOf(owner)).find((one) => one.draft === numberIn(address));
  return draft?.response ? pageAt(owner, address.replace(draft.draft, draft.response)) : undefined;
}

const numberIn = (address) => /^\/isian\/(\d+)/.exec(address)?.[1];

/* on the empty page: what could not be begun at the server is begun here; resolves to its address (drafts.js) */
export const begunHere = () => beginHere(localStorage.getItem(OWNER));

/* on the empty page: the stored page for its address, undefined when there is none */
export async function storedHere() {
  const owner = localStorage.getItem(OWNER);
  return owner ? pageOf(owner, plain(location.href)) : undefined;
}

/* … and then what there is, as links */
export async function listStored(list) {
  const owner = localStorage.getItem(OWNER);
  const pages = owner ? (await pagesOf(owner)).filter((page) => /^\/(isian\/\d+|antrean)?$/.test(page.address)) : [];
  const drafts = owner ? (await draftsOf(owner)).filter((draft) => !draft.response) : [];
  const lines = [...drafts.map((draft) => [`/isian/${draft.draft}`, draft.title]), ...pages.map((page) => [page.address, page.title.split(" – ")[0]])];
  for (const [address, textContent] of lines) {
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("a"), { href: encodeURI(address), textContent }));
    list.append(item);
  }
  return lines.length;
}
