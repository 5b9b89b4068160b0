/*
 * Photos, files and drawings on this device: each is kept before it is sent, under its digest, with a record (device.js) that any page of the same
 * person sends when the page that it was chosen on could not. Sent in pieces, so that a network that breaks costs one piece.
 */

import { account, fileOf, forget, keepFile, kept, onChange } from "./device.js";
import { count, from, unique } from "./order.js";
import { PREFIX } from "./page.js";
import { hold, sendLeft } from "./queue.js";
import { label } from "./unasked.js";
import { shrink, sized } from "./widgets/shrink.js";

const LESS = 1200; // pixels of the longer side of a photo that finds no room otherwise

export class Files {
  #page;
  #held = new Map(); // answer path → {record, release}: chosen here, and on its way with this page
  #shown = new Map(); // answer path → what says so at the question

  constructor(page) {
    this.#page = page;
    onChange(() => this.#look().catch(() => {}));
  }

  /* what was chosen here earlier and waits still */
  async restore() {
    for (const record of await kept()) if (record.file && this.#isHere(record)) await this.#show(record).catch(() => {});
  }

  #isHere(record) {
    return record.response === this.#page.response && Boolean(this.#page.holder(record.path));
  }

  /* Keep a chosen file (null: none any more) of a field. Resolves to whether it is on the device; where it cannot be, the page must stay open. */
  async attach(path, file) {
    await this.drop(path);
    if (!account() || !crypto.subtle) return false;
    if (await this.#keep(path, file)) return true;
    const less = file ? (await shrink(file, LESS)).file : file;
    return less !== file && this.#keep(path, less, this.#page.status.dataset.diperkecil);
  }

  /* `told`: what else is said of it */
  async #keep(path, file, told = "") {
    const { form, response } = this.#page;
    const holder = this.#page.holder(path);
    const { device, nth } = count();
    const hash = file ? hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer())) : "";
    const record = {
      account: account(), mark: unique(), response, path, value: file ? `${hash}/${file.name}` : "", id: unique(), nth,
      base: this.#page.base(path), at: Date.now(), to: from(form.dataset.simpan, "perangkat", device), title: form.dataset.nama ?? document.title,
      label: (holder && label(holder)) || path, said: file ? [`${file.name} (${sized(file.size)})`, told].filter(Boolean).join("; ") : "", refused: "",
      file: { hash, name: file?.name ?? "", size: file?.size ?? 0 },
    };
    const release = hold(record.mark);
    this.#held.set(path, { record, release });
    try {
      await keepFile(record, file);
      return true;
    } catch {
      release();
      this.#held.delete(path);
      return false;
    }
  }

  /* It has arrived with the page, or there is another one: it waits no longer. */
  async drop(path) {
    const own = this.#held.get(path);
    this.#held.delete(path);
    this.#shown.get(path)?.remove();
    this.#shown.delete(path);
    const old = (await kept().catch(() => [])).filter((record) => record.file && record.path === path && record.response === this.#page.response);
    if (old.length) await forget(old);
    own?.release();
  }

  /* The page has been sent with these entries: its files have arrived. */
  end(data) {
    for (const [path, { release }] of this.#held) {
      if (data.get(PREFIX + this.#page.formPath(path))?.size) this.drop(path).catch(() => {});
      else release();
    }
    if (this.#held.size) sendLeft().catch(() => {});
    this.#held.clear();
  }

  /* It could not be sent with the page: whoever comes first sends it, this page or another. */
  async letGo() {
    for (const { record, release } of this.#held.values()) {
      release();
      await this.#show(record);
    }
    this.#held.clear();
    sendLeft().catch(() => {});
  }

  has(path) {
    return this.#held.has(path) || this.#shown.has(path);
  }

  async #look() {
    if (!this.#shown.size) return;
    const waiting = new Map((await kept()).filter((record) => record.file).map((record) => [record.path, record]));
    for (const [path, line] of this.#shown) this.#say(line, waiting.get(path));
  }

  #say(line, record) {
    const { status } = this.#page;
    line.querySelector("p").textContent = !record ? status.dataset.berkasTerkirim : record.refused || status.dataset.berkasMenunggu;
    line.classList.toggle("gagal", Boolean(record?.refused));
  }

  /* beside the field: the picture, its name, and that it waits */
  async #show(record) {
    const holder = this.#page.holder(record.path);
    this.#shown.get(record.path)?.remove();
    if (!holder || !record.value) return;
    const line = Object.assign(document.createElement("div"), { className: "kiriman tertahan" });
    const said = Object.assign(document.createElement("p"), { className: "kecil" });
    said.setAttribute("role", "status");
    const picture = await small(await fileOf(record).catch(() => null));
    line.append(...(picture ? [picture] : []), Object.assign(document.createElement("b"), { textContent: record.said }), said);
    holder.querySelectorAll(".kiriman").forEach((old) => old.remove());
    (holder.querySelector(".unggah") ?? holder).append(line);
    this.#shown.set(record.path, line);
    this.#say(line, record);
  }
}

const SMALL = 96; // CSS pixels

/* a picture drawn small; null for what is none */
export async function small(blob) {
  const bitmap = blob && (await globalThis.createImageBitmap?.(blob).catch(() => null));
  if (!bitmap) return null;
  const scale = Math.min(1, (2 * SMALL) / Math.max(bitmap.width, bitmap.height));
  const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width * scale, height: bitmap.height * scale });
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
