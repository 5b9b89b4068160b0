/*
 * Comfort for a page of questions; everything works without it (full POST).
 *   logic.js   shows and hides questions at once        saving.js  sends each change by itself
 *   turn.js    turns pages in one round trip            widgets/*  one kind of field each
 * The server stays the judge: each reply says what is shown, how numbers were read, and what is wrong.
 *
 * They come as one script (web/bundle.py), since each further request takes a phone far away half a second.
 *
 * A widget is an element with data-widget, the address of its module, which exports `start(element, page)`. It reports
 * what it changes by `input` and `change` events on the real fields.
 */

import { mayBeKept } from "./device.js";
import { drawBegun } from "./drafts.js";
import { drawLists, waitsFor } from "./entries.js";
import { Files } from "./files.js";
import { startLogic } from "./logic.js";
import { Page, pathOf } from "./page.js";
import { SHUT_OUT, sendLeft } from "./queue.js";
import { ANSWERED, Saving } from "./saving.js";
import { SIGNED_IN, hearColleagues } from "./session.js";
import { begunHere, leaveLater, listStored, settleIn, stored, storedHere } from "./shelf.js";
import { guardSignOut } from "./signout.js";
import { steadily } from "./steady.js";
import { chosenIn, drawStored, filesIn, turn } from "./turn.js";
import { Unasked } from "./unasked.js";
import { remind } from "./waited.js";
import { drawWhole, wholeOf } from "./whole.js";

const READY = "inovik-siap"; // all fields are dressed: what bench/phone.py waits for

const source = document.documentElement.outerHTML;

let saving;
let shown; // the page of questions

/* `later`: what was typed meanwhile in the page that this one takes the place of (saving.js); `goOn`: back to where the person was in it */
async function open(later = [], goOn = () => {}, isFromHere = false) {
  if (document.getElementById("antrean")) (await import("./waiting.js")).start();
  const form = document.getElementById("formulir");
  if (!form) return isFromHere ? Promise.all([drawWhole(), drawBegun()]) : undefined;
  const page = (shown = new Page(form));
  const own = new Saving(page);
  saving = own;
  own.takeOn(later);
  goOn();
  page.files = new Files(page);
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "js", value: "1" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    turn(page, event.submitter, own, open);
  });
  let settle = () => {}; // what is typed while the logic still comes is seen by its first pass
  const restored = own.restore().catch(reportError); // before the widgets look at what stands in their fields
  const ready = (page.stored ? restored.then(() => wholeOf(page.response)) : Promise.resolve()).then((whole) => startLogic(page, (page.whole = whole))).then((made) => { settle = made; });
  const unasked = new Unasked(page);
  own.heard = (data) => unasked.hear(data);
  form.addEventListener("input", (event) => {
    settle();
    own.soon(event.target);
    unasked.look(event.target, own.isWaiting);
  });
  form.addEventListener("change", (event) => {
    settle(event.target);
    if (event.target.type !== "file") own.now(event.target);
    else if (event.target.files.length) upload(page, event.target).catch(reportError);
    else page.files.drop(page.answerPath(pathOf(event.target))).catch(() => {}); // taken out of its chooser
    unasked.look(event.target, own.isWaiting);
  });
  await restored;
  if (mayBeKept()) page.files.restore().catch(() => {});
  if (page.stored) await drawLists(page).catch(reportError);
  else if (mayBeKept() && (await waitsFor(page)) && (await sendLeft()) && !(await waitsFor(page))) return location.reload(); // drawn before they arrived
  own.learn().catch(() => {}); // it is a help only
  await Promise.all([ready, ...[...form.querySelectorAll("[data-widget]")].map((element) => dress(element, page))]);
  settle();
  own.drawn();
  performance.mark(READY);
  const relearn = async (told) => {
    document.getElementById("logika").textContent = JSON.stringify(told);
    settle = await startLogic(page);
    settle();
  };
  const dressAll = (holder) => holder.matches("[data-widget]") && dress(holder, page);
  if (!page.stored) hearColleagues({ page, saving: own, unasked, relearn, dress: dressAll, steadily }).catch(() => {}); // the next page tries again
  const papers = document.getElementById("ke-naskah");
  if (papers) import("./later/beside.js").then((beside) => beside.start(papers, page, ANSWERED)).catch(() => {}); // the links do, too
  const summary = document.getElementById("ringkasan");
  goOn(); // a widget may have put another field there
  if (summary) summary.focus();
  else if (!form.contains(document.activeElement) && location.hash.startsWith("#q.")) arrive(decodeURIComponent(location.hash.slice(1)));
}

/* the empty page, which the service worker gives where the server's does not come */
async function openStored() {
  const begun = await begunHere().catch(() => "");
  if (begun) return location.replace(begun);
  document.getElementById("rak-mulai").hidden = begun === undefined;
  const page = await storedHere().catch(() => undefined);
  if (page) return drawStored(page, open);
  if (location.pathname === "/keluar") {
    leaveLater();
    document.getElementById("rak-keluar").hidden = false;
    return;
  }
  document.getElementById("rak-isi").hidden = !(await listStored(document.getElementById("rak")).catch(() => 0));
  document.getElementById("rak-kosong").hidden = false;
}

/* a widget that cannot begin leaves the plain field, which does all that is needed */
async function dress(element, page) {
  try {
    (await import(element.dataset.widget)).start(element, page);
  } catch (error) {
    reportError(error);
  }
}

/* A chosen file is kept on the device and sent at once, with the rest of the page, and the page comes back with the picture in it. A page of this device
 * is never sent: there the file goes by itself. */
async function upload(page, field) {
  const path = pathOf(field);
  const isKept = await page.files.attach(page.answerPath(path), field.files[0]);
  if (page.stored && isKept) {
    field.value = "";
    return page.files.letGo();
  }
  const button = Object.assign(document.createElement("button"), { name: "aksi", value: `tetap ${path}`, hidden: true });
  page.form.append(button);
  page.form.requestSubmit(button);
}

/* The browser itself goes to the question, too, and may do so only when everything has come. */
function arrive(id) {
  focusOn(id);
  if (document.readyState === "complete") return;
  addEventListener("load", () => setTimeout(() => { if (document.activeElement?.id === id) focusOn(id); }), { once: true });
}

function focusOn(id) {
  const first = document.getElementById(id);
  if (!first) return false;
  // Of several buttons the chosen one: from there an arrow key goes on, and from another it would change the answer.
  const chosen = first.type === "radio" && document.querySelector(`[name="${CSS.escape(first.name)}"]:checked`);
  const element = chosen || first;
  element.scrollIntoView({ block: "center" });
  element.focus({ preventScroll: true });
  return true;
}

/* A photo or file that neither the server nor this device has; `form.dataset.dikirim`: it is on its way. */
const isUnkept = () => Boolean(shown?.files && shown.form.isConnected && !shown.form.dataset.dikirim && filesIn(shown).length);

addEventListener("focus", () => saving?.again());
addEventListener("online", () => {
  saving?.again();
  const [field] = isUnkept() ? chosenIn(shown.form) : [];
  if (field) upload(shown, field).catch(reportError);
});
addEventListener("beforeunload", (event) => { if (isUnkept()) event.preventDefault(); });
addEventListener(SIGNED_IN, () => saving?.again());
addEventListener(SHUT_OUT, () => saving?.signedOut());
addEventListener("pagehide", () => saving?.leave());
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") saving?.leave(); });
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#q.']");
  if (link && focusOn(decodeURIComponent(link.hash.slice(1)))) event.preventDefault();
});
guardSignOut(() => saving?.again(), () => saving?.isWaiting);
if ("rak" in document.body.dataset) await openStored();
else await open();
sendLeft().then(remind).catch(reportError); // of other pages; what this one has taken over it sends itself
settleIn(source).catch(reportError);
