/*
 * Keeps each change on this device at once, sends it by itself and says where it is safe. What has not arrived is tried again: from
 * here as long as the page is open, from any page of the same person afterwards (queue.js).
 */

import { account, forget, keep, kept, known, learn, mayBeKept } from "./device.js";
import { beginning, isDraft, namesOf } from "./drafts.js";
import { count, unique, from } from "./order.js";
import { pathOf } from "./page.js";
import { OURS } from "./post.js";
import { SHUT_OUT, batches, hold, left, openMarks, sendChanges, sendLeft, settle } from "./queue.js";
import { drawReceipt } from "./receipt.js";
import { SafeLine } from "./safe.js";
import { hasEnded, signInAgain } from "./session.js";
import { steadily } from "./steady.js";
import { answer, label } from "./unasked.js";

const PAUSE = 700; // ms without typing before a text is sent
const SETTLED = 150; // ms without typing before a text is kept on the device
const LONGEST_WAIT = 60000; // ms between two tries while the network is away

export const ANSWERED = "inovik-terjawab"; // told to the form when the server has further answers of this response

export class Saving {
  #page;
  #pending = new Map(); // path → its record (device.js): not yet acknowledged
  #saved = new Map(); // form path → what the server has
  #unkept = new Set(); // paths whose record is not on the device yet
  #keeping = 0;
  #timer = 0;
  #wait = 0;
  #sending = false;
  #isSignedOut = false;
  #unseen = false; // whether others have answered what this page does not show; then it stays as old as it is
  #last = null; // the field that the person was in last
  #held = false;
  #sent = new Set(); // ids of the changes that a page brings along which is being sent as a whole
  #drawn; // the last change that the page showed when it came
  #line;
  #holds = new Map(); // mark → what ends the hold on it: this page's own, and those of pages whose answers it changes
  #typedBy = new Map(); // path → {mark, to} of the page that its answer was typed in; the server knows it by these
  #nths = new Map(); // path → which change of this device its answer is (order.js)
  heard = () => {}; // told of each reply after which nothing is pending

  constructor(page) {
    this.#page = page;
    this.#line = new SafeLine(page.status, () => signInAgain(this.#last));
    page.form.addEventListener("focusin", ({ target }) => { this.#last = target.type === "submit" || page.status.contains(target) ? this.#last : target; });
    page.written = (path) => this.#saved.set(path, page.typed(path));
    this.#drawn = Number(page.field("dasar").value);
    for (const field of page.form.elements) if (pathOf(field)) this.#saved.set(pathOf(field), page.typed(pathOf(field)));
    if (page.stored) this.#goOnAs(unique().slice(0, 8)); // it may be drawn twice, in two tabs
    else this.#hold(page.field("lembar").value);
  }

  #hold(mark) {
    if (!this.#holds.has(mark)) this.#holds.set(mark, hold(mark));
  }

  #release() {
    for (const release of this.#holds.values()) release();
    this.#holds.clear();
  }

  /* what is known here better than by the page: the answers since it was stored, and what a page like this one had not sent when it ended */
  async restore() {
    if (this.#page.stored) await this.#recall();
    if (!this.#page.stored && !mayBeKept()) return;
    await this.#takeOver();
    await this.#tell();
  }

  /* what the server's page shows is known here from now on */
  async learn() {
    if (this.#page.stored || !account()) return;
    const values = [...this.#saved].map(([path, value]) => [this.#page.answerPath(path), value]);
    await learn(this.#page.response, values, Number(this.#page.field("dasar").value));
  }

  async #recall() {
    const isOpen = await openMarks();
    for (const { path, value, seq, base, mark, to } of await known(this.#page.response)) {
      if (this.#typedHere(path) === undefined || seq < this.#drawn) continue; // a page fetched since then knows better
      if (this.#pending.has(path)) continue; // … and so does who has typed since it opened
      this.#fill(path, value);
      // It goes on from what the page had seen that it was typed in. Where that one is open, too, they are two.
      this.#page.bases.set(path, mark ? base : seq);
      if (mark && !isOpen(mark)) this.#typedBy.set(path, { mark, to });
    }
  }

  #fill(path, value) {
    const own = this.#page.formPath(path);
    this.#page.put(own, value);
    if (this.#page.typed(own) !== value) this.#page.unfit.set(path, value);
    this.#saved.set(own, this.#page.typed(own));
  }

  async #takeOver() {
    const names = await namesOf(this.#page.response);
    const all = (await left()).filter((record) => names.has(record.response) && this.#typedHere(record.path) !== undefined);
    const here = all.filter(({ path }) => !this.#pending.has(path)); // what has been typed since this page opened is newer
    if (here.length < all.length) sendLeft().catch(reportError);
    const [mark, ...others] = new Set(here.map((record) => record.mark));
    if (mark && !others.length) this.#goOnAs(mark);
    for (const record of here) {
      this.#fill(record.path, record.value);
      this.#pending.set(record.path, record);
      this.#line.isBusy = true;
      this.#typedBy.set(record.path, record);
      if (record.nth) this.#nths.set(record.path, record.nth);
      this.#page.bases.set(record.path, record.base);
    }
    if (this.#pending.size) this.#timer = setTimeout(() => this.send());
  }

  /* that answers wait on this device, of this page or of others, when it opens without a network or with some of them */
  async #tell() {
    const all = await kept();
    if (!all.length || !(this.#page.stored || this.#pending.size)) return;
    this.#line.keptAt(Math.max(...all.map((record) => record.at)), all.length);
    this.#line.waiting(this.#page.status.dataset.gagal, this.#pending.size);
  }

  /* the choices of now are offered: an answer that they brought back is no new one */
  drawn() {
    for (const path of this.#page.unfit.keys()) this.#saved.set(this.#page.formPath(path), this.#page.typed(this.#page.formPath(path)));
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

  /* answers of other pages wait because nobody is signed in any more */
  signedOut() {
    const { dataset } = this.#page.status;
    if (!this.#held && !this.isWaiting) this.say(dataset.keluar, true, dataset.masukLagi);
  }

  /* the page is being sent as a whole: nothing by itself meanwhile */
  hold() {
    this.#noteAll();
    this.#sent = new Set([...this.#pending.values()].map(({ id }) => id));
    clearTimeout(this.#timer);
    this.#page.tell(count(), this.#nths, (path) => this.#pending.has(path));
    this.#held = true;
    this.say(this.#page.status.dataset.menyimpan);
  }

  /* … and that has failed */
  resume(message, link = "") {
    this.#held = false;
    this.#noteAll();
    if (this.#pending.size) this.#retry(message, link);
    else this.say(message, true, link);
  }

  /* … and that has succeeded: this page is done with. Gives the records of what was typed since it was sent, which the page
   * in its place takes over where it asks the same (`takeOn`); the others are sent from the device. */
  end() {
    this.#noteAll();
    const brought = [...this.#pending.values()].filter(({ id }) => this.#sent.has(id));
    for (const { path } of brought) this.#unkept.delete(path);
    forget(brought).catch(() => {});
    this.#drop(brought);
    const later = [...this.#pending.values()];
    clearTimeout(this.#keeping);
    if (later.length) this.#keep().then(() => { this.#release(); return sendLeft(); }).catch(reportError);
    return later;
  }

  /* what was typed in the page before this one while that was being sent */
  takeOn(records) {
    for (const record of records) {
      const own = this.#page.formPath(record.path);
      if (this.#typedHere(record.path) === undefined) continue;
      this.#page.put(own, record.value);
      if (this.#page.typed(own) !== record.value) continue; // it stays on the device
      this.#saved.set(own, record.value);
      this.#pending.set(record.path, record); // the same one: what the device has is taken away by its id
      this.#line.isBusy = true;
      if (record.nth) this.#nths.set(record.path, record.nth);
    }
    if (this.#pending.size) this.#timer = setTimeout(() => this.send(), PAUSE);
  }

  /* Another page takes this one's place though nothing has been sent: all is left to the device. Resolves to whether it is there. */
  async putAway() {
    this.#noteAll();
    clearTimeout(this.#timer);
    await this.#keep();
    if (this.#line.isFailing) return false;
    this.#pending.clear();
    this.#release();
    return true;
  }

  /* the page may be gone in a moment */
  leave() {
    this.#keep();
    this.send(true);
  }

  say(text, failed = false, link = "") {
    this.#line.say(text, failed, link);
  }

  async send(keepalive = false) {
    clearTimeout(this.#timer);
    if (this.#sending || !this.#pending.size || (this.#held && !keepalive)) return;
    if (keepalive && isDraft(this.#page.response)) return; // what it was begun with comes first: the queue sees to it
    this.#sending = true;
    const { status } = this.#page;
    const waiting = [...this.#pending.values()];
    const [batch] = batches(waiting.filter((record) => record.to === waiting[0].to));
    if (!keepalive && !this.#isSignedOut) this.say(status.dataset.menyimpan);
    const reply = (await this.#unbegun()) ?? (await sendChanges(batch[0].to, batch, keepalive));
    this.#isSignedOut = reply.status === 401;
    if (reply.status === 200) this.#done(batch, reply);
    else this.#refused(batch, reply);
    this.#sending = false;
    if (this.#pending.size && !this.#wait && !this.#held) this.#timer = setTimeout(() => this.send(), 50);
  }

  /* of a response that was begun on this device and that the server does not know: the reply that stands in its place */
  async #unbegun() {
    if (!(await beginning(this.#page.response))) return undefined;
    await sendLeft();
    const first = await beginning(this.#page.response);
    return first && { status: OURS.away, data: { message: first.refused || this.#page.status.dataset.gagal } };
  }

  #noteAll() {
    for (const field of this.#page.form.elements) this.#note(field);
  }

  #note(field) {
    const path = pathOf(field);
    const text = path ? this.#page.typed(path) : undefined;
    if (text === undefined || this.#saved.get(path) === text) return;
    this.#saved.set(path, text);
    const where = this.#page.answerPath(path);
    this.#pending.set(where, this.#record(where, text));
    this.#line.isBusy = true;
    this.#unkept.add(where);
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => this.#keep(), SETTLED);
  }

  #record(path, value) {
    const { form, response } = this.#page;
    const { mark, to } = this.#typedBy.get(path) ?? { mark: this.#page.field("lembar").value, to: form.dataset.simpan };
    this.#hold(mark);
    const holder = this.#page.holder(path);
    const { device, nth } = count();
    this.#nths.set(path, nth);
    return {
      account: account(), mark, response, path, value, nth,
      id: unique(),
      base: this.#page.base(path), at: Date.now(), to: from(to, "perangkat", device),
      title: form.dataset.nama ?? document.title, label: (holder && label(holder)) || path, said: holder ? answer(holder) : "", refused: "",
    };
  }

  async #keep() {
    clearTimeout(this.#keeping);
    const records = [...this.#unkept].map((path) => this.#pending.get(path)).filter(Boolean);
    this.#unkept.clear();
    if (!records.length || !account()) return;
    try {
      await keep(records);
      this.#line.keptAt(Date.now(), (await kept()).length);
    } catch (error) {
      for (const { path } of records) if (this.#pending.has(path)) this.#unkept.add(path); // tried again with the next one
      this.#line.cannotKeep(error);
    }
  }

  /* from now on this page is the one that had this mark, whose changes may have arrived without its knowing */
  #goOnAs(mark) {
    const { form } = this.#page;
    form.dataset.simpan = from(form.dataset.simpan, "lembar", mark);
    this.#page.field("lembar").value = mark;
    this.#release();
    this.#hold(mark);
  }

  #typedHere(path) {
    return path.startsWith(this.#page.prefix) ? this.#page.typed(this.#page.formPath(path)) : undefined;
  }

  #done(batch, reply) {
    const { data } = reply;
    const base = this.#page.field("dasar");
    this.#wait = 0;
    settle(batch, reply).catch(() => {});
    this.#drop(batch);
    // Only as long as nobody else's change lies in between: this page does not show it, so it has not seen it.
    if (data.before === Number(base.value) && !batch.some((change) => change.base < this.#drawn)) base.value = data.seq;
    this.#line.sentAt(data.time);
    if (data.note) this.#line.say(data.note, true, "", true); // it arrived and waits for a person to place it
    else this.say(`${this.#page.status.dataset.tersimpan} ${data.time}`);
    steadily(() => this.#show(data));
  }

  /* what the server says of the answers */
  #show(data) {
    const isDone = !this.isWaiting;
    this.drawOthers(data);
    if (isDone && !this.isWaiting && data.unasked !== null) this.heard(data);
  }

  /* … and of those that others have given (later/news.js) */
  drawOthers(data) {
    this.#page.form.dispatchEvent(new Event(ANSWERED));
    drawReceipt(this.#page, data, {
      isPending: (path) => this.#pending.has(path), isDone: !this.isWaiting,
      put: (path, value) => this.#put(path, value), read: (path, text) => this.#saved.set(path, text),
    });
  }

  /* whether an answer of this question, or of an entry of this list, waits here */
  isPendingIn(path) {
    return [...this.#pending.keys()].some((own) => own === path || own.startsWith(`${path}[`));
  }

  /* somebody else's answer, as of change number `seq`, takes its place here */
  accept(path, value, seq) {
    this.#page.bases.set(path, seq);
    this.#put(path, value);
  }

  /* the question was drawn anew: what stands in it is the server's */
  redrawn(path, seq) {
    this.#page.bases.set(path, seq);
    const own = this.#page.formPath(path);
    if (this.#page.typed(own) !== undefined) this.#saved.set(own, this.#page.typed(own));
  }

  /* The page shows all changes up to this number now, but for those that wait behind an answer given here (`unseen`: their paths). */
  hearOthers(seq, unseen) {
    const base = this.#page.field("dasar");
    for (const path of unseen) if (!this.#page.bases.has(path)) this.#page.bases.set(path, Number(base.value));
    this.#unseen ||= unseen.length > 0;
    if (!this.#unseen) base.value = Math.max(Number(base.value), seq);
  }

  /* an answer that was written elsewhere; never under the fingers of someone who is typing */
  #put(path, value) {
    const name = this.#page.formPath(path);
    const field = this.#page.put(name, value);
    if (!field) return;
    this.#saved.set(name, this.#page.typed(name));
    field.dispatchEvent(new Event("input", { bubbles: true })); // counters, and what depends on it
  }

  /* these wait no longer, unless another answer has taken their place */
  #drop(records) {
    for (const { path, id } of records) if (this.#pending.get(path)?.id === id) this.#pending.delete(path);
    this.#line.isBusy = this.isWaiting;
  }

  #refused(batch, reply) {
    const { dataset } = this.#page.status;
    if (hasEnded(reply)) dispatchEvent(new Event(SHUT_OUT));
    if (reply.status === 401) return this.#retry(reply.data?.message ?? dataset.keluar, hasEnded(reply) ? dataset.masukLagi : "");
    if (reply.status === OURS.away || reply.status >= 500) return this.#retry(reply.data?.message ?? dataset.gagal);
    settle(batch, reply).catch(() => {});
    this.#drop(batch);
    this.say(reply.data?.message ?? dataset.gagal, true);
  }

  #retry(text, link = "") {
    this.#line.waiting(text, this.#pending.size, link);
    this.#wait = Math.min(LONGEST_WAIT, (this.#wait || 1000) * 2);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.send(), this.#wait);
  }
}
