/* Sends each change by itself and says when it is safe; what is not safe stays in the page and is tried again. */

import { offer } from "./offers.js";
import { PREFIX, complain, pathOf } from "./page.js";
import { redraw } from "./redraw.js";
import { steadily } from "./steady.js";

const PAUSE = 700; // ms without typing before a text is sent
const LONGEST_WAIT = 60000; // ms between two tries while the network is away

export class Saving {
  #page;
  #pending = new Map(); // path → {id, path, value, base}: not yet acknowledged
  #saved = new Map(); // form path → what the server has
  #timer = 0;
  #wait = 0;
  #sending = false;
  #held = false;
  #fading = 0;
  heard = () => {}; // told of each reply after which nothing is pending

  constructor(page) {
    this.#page = page;
    for (const field of page.form.elements) if (pathOf(field)) this.#saved.set(pathOf(field), page.typed(pathOf(field)));
  }

  /* a key was pressed: soon */
  soon(field) {
    this.#note(field);
    clearTimeout(this.#timer);
    if (!this.#wait && !this.#held) this.#timer = setTimeout(() => this.send(), PAUSE);
  }

  /* whether some answer on the page is not acknowledged yet */
  get isWaiting() {
    return this.#pending.size > 0;
  }

  /* an answer is finished: now, unless the same key (Enter) sends the whole page, which brings this answer along */
  now(field) {
    this.#note(field);
    clearTimeout(this.#timer);
    if (!this.#wait && !this.#held) this.#timer = setTimeout(() => this.send());
  }

  /* the network may be back */
  again() {
    if (!this.#pending.size) return;
    this.#wait = 0;
    this.send();
  }

  /* the page is being sent as a whole: nothing by itself meanwhile */
  hold() {
    clearTimeout(this.#timer);
    this.#held = true;
    this.say(this.#page.status.dataset.menyimpan);
  }

  /* … and that has failed */
  resume(message, link = "") {
    this.#held = false;
    for (const field of this.#page.form.elements) this.#note(field);
    if (this.#pending.size) this.#retry(message, link);
    else this.say(message, true, link);
  }

  /* … and that has succeeded: this page is done with */
  end() {
    this.#pending.clear();
  }

  say(text, failed = false, link = "") {
    const status = this.#page.status;
    status.classList.toggle("gagal", failed);
    status.classList.toggle("baru", !failed);
    clearTimeout(this.#fading);
    this.#fading = setTimeout(() => status.classList.remove("baru"), 4000); // then it rests at the end of the page
    status.textContent = text;
    if (!link) return;
    const a = Object.assign(document.createElement("a"), { href: this.#page.form.dataset.masuk, target: "_blank", textContent: link });
    status.append(" ", a);
  }

  async send(keepalive = false) {
    clearTimeout(this.#timer);
    if (this.#sending || !this.#pending.size || (this.#held && !keepalive)) return;
    this.#sending = true;
    const { form, status } = this.#page;
    const batch = [...this.#pending.values()];
    if (!keepalive) this.say(status.dataset.menyimpan);
    try {
      const reply = await fetch(form.dataset.simpan, {
        method: "POST",
        keepalive,
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.#page.field("csrf_token").value },
        body: JSON.stringify({ changes: batch }),
      });
      const data = await reply.json();
      if (reply.ok) this.#done(batch, data);
      else this.#refused(reply.status, data);
    } catch {
      this.#retry(status.dataset.gagal);
    }
    this.#sending = false;
    if (this.#pending.size && !this.#wait && !this.#held) this.#timer = setTimeout(() => this.send(), 50);
  }

  #note(field) {
    const path = pathOf(field);
    const text = path ? this.#page.typed(path) : undefined;
    if (text === undefined || this.#saved.get(path) === text) return;
    this.#saved.set(path, text);
    const where = this.#page.answerPath(path);
    const id = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    this.#pending.set(where, { id, path: where, value: text, base: Number(this.#page.field("dasar").value) });
  }

  #done(batch, data) {
    const base = this.#page.field("dasar");
    this.#wait = 0;
    for (const change of batch) if (this.#pending.get(change.path)?.id === change.id) this.#pending.delete(change.path);
    // Only as long as nobody else's change lies in between: this page does not show it, so it has not seen it.
    if (data.before === Number(base.value)) base.value = data.seq;
    this.say(`${this.#page.status.dataset.tersimpan} ${data.time}`);
    steadily(() => this.#show(data));
  }

  /* what the server says of the answers */
  #show(data) {
    for (const [path, what] of Object.entries(data.said)) this.#answer(path, what);
    for (const [path, options] of Object.entries(data.choices)) offer(this.#page, path, options);
    if (!this.#pending.size) for (const [path, shown] of Object.entries(data.shown)) {
      const element = this.#page.holder(path);
      if (element) element.hidden = !shown;
    }
    if (!this.#pending.size) for (const [path, line] of Object.entries(data.lines)) {
      const element = this.#page.holder(path);
      if (element) redraw(element, line, (value) => this.#put(path, value));
    }
    if (!this.#pending.size) this.heard(data);
  }

  /* an answer that was written elsewhere; never under the fingers of someone who is typing */
  #put(path, value) {
    const name = this.#page.formPath(path);
    const field = this.#page.put(name, value);
    if (!field) return;
    this.#saved.set(name, this.#page.typed(name));
    field.dispatchEvent(new Event("input", { bubbles: true })); // counters, and what depends on it
  }

  #refused(code, data) {
    const { dataset } = this.#page.status;
    if (data.token) {
      this.#page.field("csrf_token").value = data.token;
      this.#wait = 1; // once more at once, with the fresh token
      this.#timer = setTimeout(() => { this.#wait = 0; this.send(); }, 50);
    } else if (code === 401) {
      this.#retry(dataset.keluar, dataset.masukLagi);
    } else if (code >= 500) {
      this.#retry(dataset.gagal);
    } else {
      this.#pending.clear();
      this.say(data.message, true);
    }
  }

  #retry(text, link = "") {
    this.say(text, true, link);
    this.#wait = Math.min(LONGEST_WAIT, (this.#wait || 1000) * 2);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.send(), this.#wait);
  }

  /* how an answer was understood, and what is wrong with it; never under the fingers of someone who is typing */
  #answer(path, what) {
    const element = this.#page.holder(path);
    const own = "input:not([type=hidden]), textarea, select";
    const field = element?.querySelector(own) ?? document.getElementById(PREFIX + this.#page.formPath(path));
    if (!field) return;
    const busy = document.activeElement === field;
    const echo = document.getElementById(`${field.id}~t`);
    if (echo) echo.textContent = what.echo;
    if (echo && !busy && !this.#pending.has(path)) {
      field.value = what.shown;
      this.#saved.set(pathOf(field), what.shown);
    }
    if (busy && what.problem) return;
    complain(element, field, what.problem);
  }
}
