/*
 * A pad to sign or draw on, by finger, pen or mouse. What is drawn is sent by itself when the hand rests, and with the page
 * that is sent before; the server then keeps it as any uploaded picture. Who cannot draw uploads one, in the field below.
 */

import { complain, pathOf } from "../page.js";
import { UNSENT, apart } from "../turn.js";
import { WIDE, draw, drawOn, marked, picture } from "./ink.js";
import { start as photo } from "./photo.js";

const REST = 1200; // ms without drawing before it is sent
const REST_ON_PHOTO = 4000; // the whole photo travels each time
const AGAIN = 8000; // ms between tries while the network is away

export function start(element, page) {
  photo(element, page);
  const box = element.querySelector(".kanvas");
  const field = element.querySelector("input[type=file]");
  const canvas = document.createElement("canvas");
  if (!box || !field || !canvas.getContext || !window.PointerEvent) return;
  const kept = element.querySelector(".berkas");
  const open = () => { box.hidden = false; new Pad(box, canvas, field, page, kept); };
  if (!kept) return open();
  const again = button("kedua", box.dataset.baru);
  again.addEventListener("click", () => { again.remove(); open(); box.scrollIntoView({ block: "nearest" }); });
  box.before(again);
}

export const button = (look, text) =>
  Object.assign(document.createElement("button"), { type: "button", className: `tombol ${look}`, textContent: text });

/* `photo`: the picture (an <img>) on which one draws; it is kept with the strokes on it, and without any as it was. */
export class Pad {
  #strokes = [];
  #line = null; // the stroke under the pen
  #pointer = -1;
  #dirty = false;
  #sent = false; // whether the server holds something of this pad
  #sending = false;
  #timer = 0;

  constructor(box, canvas, field, page, kept, photo = null) {
    Object.assign(this, { box, canvas, field, page, kept, photo });
    this.undo = button("ringan", box.dataset.ulangi);
    this.clear = button("ringan", box.dataset.hapus);
    this.said = Object.assign(document.createElement("span"), { className: "samar kecil" });
    this.said.setAttribute("role", "status");
    this.#dress(box.dataset);
    this.#listen();
    new ResizeObserver(() => this.#paint()).observe(canvas);
    this.#buttons();
  }

  #dress({ isyarat, bidang, atau }) {
    const label = this.box.parentElement.querySelector(".soal").firstChild.textContent.trim();
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", bidang.replace("{label}", label));
    const frame = Object.assign(document.createElement("div"), { className: "bidang" });
    this.sign = Object.assign(document.createElement("p"), { className: "isyarat", textContent: isyarat });
    this.sign.setAttribute("aria-hidden", "true");
    frame.append(...(this.photo ? [this.photo] : []), this.sign, this.canvas);
    const tools = Object.assign(document.createElement("div"), { className: "alat-kanvas" });
    tools.append(this.undo, this.clear, this.said);
    this.box.append(frame, tools, Object.assign(document.createElement("p"), { className: "kecil atau", textContent: atau }));
  }

  #listen() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => this.#begin(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (event) => this.#end(event));
    this.undo.addEventListener("click", () => this.#change(() => this.#strokes.pop()));
    this.clear.addEventListener("click", () => this.#change(() => { this.#strokes = []; }));
    this.page.form.addEventListener("formdata", ({ formData }) => {
      if (!this.#dirty || this.field.files.length) return;
      if (this.#full) formData.set(this.field.name, this.#file());
      else formData.append("dikosongkan", this.box.dataset.untuk);
    });
    this.page.form.addEventListener(UNSENT, () => { if (this.#dirty) this.#later(AGAIN); });
    const leave = () => { if (this.canvas.isConnected && document.visibilityState === "hidden") this.#send(true); };
    document.addEventListener("visibilitychange", leave);
    addEventListener("pagehide", () => { if (this.canvas.isConnected) this.#send(true); });
  }

  #begin(event) {
    if (this.#line || event.button !== 0) return; // the palm beside the pen
    event.preventDefault();
    this.#pointer = event.pointerId;
    this.canvas.setPointerCapture(event.pointerId);
    this.#line = [this.#place(event)];
    this.#strokes.push(this.#line);
    clearTimeout(this.#timer);
    this.#paint();
  }

  #move(event) {
    if (event.pointerId !== this.#pointer || !this.#line) return;
    const events = event.getCoalescedEvents?.() ?? [];
    this.#line.push(...(events.length ? events : [event]).map((each) => this.#place(each)));
    this.#paint();
  }

  #end(event) {
    if (event.pointerId !== this.#pointer || !this.#line) return;
    this.#line = null;
    this.#change(() => {});
  }

  #place(event) {
    const { left, top } = this.canvas.getBoundingClientRect();
    return [(event.clientX - left) / this.#unit, (event.clientY - top) / this.#unit];
  }

  /* CSS pixels of one unit of a stroke: a photo is larger when the phone is turned, and its strokes with it */
  get #unit() {
    return this.photo ? this.canvas.clientWidth / WIDE : 1;
  }

  /* whether there is something to keep: of a photo, always */
  get #full() {
    return Boolean(this.photo) || this.#strokes.length > 0;
  }

  #change(how) {
    how();
    this.#dirty = this.#strokes.length > 0 || this.#sent;
    this.#buttons();
    this.#paint();
    clearTimeout(this.#timer);
    if (this.#dirty) this.#later(this.photo ? REST_ON_PHOTO : this.#strokes.length ? REST : 0);
  }

  #later(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { if (this.canvas.isConnected) this.#send(); }, wait);
  }

  #buttons() {
    // Not `disabled`: the button that was just pressed keeps the focus.
    for (const each of [this.undo, this.clear]) each.setAttribute("aria-disabled", String(!this.#strokes.length));
    this.sign.hidden = this.#strokes.length > 0;
  }

  #paint() {
    const { canvas } = this;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(canvas.clientWidth * ratio);
    canvas.height = Math.round(canvas.clientHeight * ratio);
    const context = canvas.getContext("2d");
    context.scale(ratio * this.#unit, ratio * this.#unit);
    for (const stroke of this.#strokes) (this.photo ? drawOn : draw)(context, stroke);
  }

  #file() {
    const { nama } = this.box.dataset;
    return this.photo ? marked(this.photo, this.#strokes, nama) : picture(this.#strokes, nama);
  }

  async #send(leaving = false) {
    clearTimeout(this.#timer);
    if (!this.#dirty || (this.#sending && !leaving) || this.page.form.dataset.dikirim) return;
    this.#sending = true;
    this.#dirty = false;
    const full = this.#full;
    const { untuk, tersimpan, terhapus, gagal } = this.box.dataset;
    const isKept = !leaving && (await this.page.files.attach(untuk, full ? this.#file() : null));
    const done = await (full
      ? apart(this.page, `tetap ${pathOf(this.field)}`, this.field.name, this.#file(), leaving && !this.photo) // what outlives a page must be small
      : apart(this.page, `kosongkan ${untuk}`, "", undefined, leaving)
    ).catch(() => false);
    this.#sending = false;
    this.#sent = done || isKept ? full : this.#sent;
    if (done) await this.page.files.drop(untuk);
    else if (isKept) return this.#leave(untuk);
    if (done) this.kept?.remove();
    if (done && full) complain(this.box.parentElement, this.field, ""); // it is there: "required" is said no longer
    this.#dirty ||= !done;
    this.said.textContent = done ? (full ? tersimpan : terhapus) : gagal;
    if (this.#dirty) this.#later(done ? REST : AGAIN);
  }

  /* The device keeps it, and sends it when it can (files.js); what is drawn further is a new one. */
  async #leave(path) {
    await this.page.files.letGo();
    this.said.textContent = "";
    if (this.#dirty) this.#later(REST);
  }
}
