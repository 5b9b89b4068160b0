/*
 * What colleagues do on the response that is open: who is here is said beside the way back, what they answer appears in its place and is marked for a
 * moment. Asked every few seconds (web/news.py); not while the page is hidden, seldom where data is to be saved. This module comes by itself, so it is
 * given what it needs: `get` an address → {status, data} (post.js), and for a page of questions `form`: {page, saving, unasked, relearn, dress, steadily}.
 */

const NEAR = 5000; // ms between two questions while somebody else is here
const ALONE = 10000;
const SPARING = 60000; // … where data is to be saved, and at most while the server does not answer
const MARKED = 8000; // ms that a change stays marked

let stop = () => {};

/* `line`: the element that says who is here; its data-kabar is where to ask. One page at a time. */
export function watch(line, get, form = null) {
  stop();
  const watcher = new Watcher(line, get, form);
  stop = () => watcher.end();
}

class Watcher {
  #line;
  #get;
  #form;
  #seq;
  #stamp = "";
  #timer = 0;
  #wait;
  #asking = false;
  #ended = new AbortController();
  #later = new Map(); // path → what is drawn once the person has left that question
  #aloud = Object.assign(document.createElement("p"), { className: "tak-tampak" });

  constructor(line, get, form) {
    [this.#line, this.#get, this.#form] = [line, get, form];
    this.#seq = Number(line.dataset.sejak);
    this.#aloud.setAttribute("role", "status");
    line.after(this.#aloud);
    this.#wait = navigator.connection?.saveData ? SPARING : ALONE;
    const { signal } = this.#ended;
    addEventListener("focus", () => this.#ask(), { signal });
    addEventListener("inovik-masuk", () => this.#ask(), { signal });
    document.addEventListener("visibilitychange", () => this.#ask(), { signal });
    form?.page.form.addEventListener("focusout", () => setTimeout(() => this.#catchUp()), { signal });
    if (navigator.connection?.saveData) this.#timer = setTimeout(() => this.#ask(), SPARING);
    else this.#ask();
  }

  end() {
    this.#ended.abort();
    clearTimeout(this.#timer);
  }

  get #address() {
    const address = new URL(this.#line.dataset.kabar, location.href);
    const { page } = this.#form ?? {};
    if (page) {
      address.searchParams.set("lembar", page.field("lembar").value);
      this.#seq = Math.max(this.#seq, Number(page.field("dasar").value));
    }
    address.searchParams.set("sejak", this.#seq);
    address.searchParams.set("hadir", this.#stamp);
    return address;
  }

  async #ask() {
    clearTimeout(this.#timer);
    if (document.hidden || this.#asking || this.#ended.signal.aborted) return;
    if (!this.#line.isConnected) return this.end(); // another page stands here now
    this.#asking = true;
    const { status, data } = await this.#get(this.#address);
    this.#asking = false;
    if (this.#ended.signal.aborted || !this.#line.isConnected) return;
    if (status === 401) return void (data?.error === "masuk" && dispatchEvent(new Event("inovik-sesi-habis"))); // until somebody has signed in
    if (status === 404) return this.end();
    const isSparing = navigator.connection?.saveData;
    if (status === 200 || status === 204) this.#wait = isSparing ? SPARING : this.#line.textContent ? NEAR : ALONE;
    else this.#wait = Math.min(SPARING, this.#wait * 2);
    if (status === 200) await this.#hear(data);
    this.#timer = setTimeout(() => this.#ask(), this.#wait);
  }

  async #hear(data) {
    this.#stamp = data.mark;
    this.#line.textContent = data.here;
    if (data.here && this.#wait === ALONE) this.#wait = NEAR;
    if (data.closed) {
      this.#say([data.closed]);
      this.#line.textContent = data.closed;
      return this.end();
    }
    const isNew = data.seq > this.#seq;
    this.#seq = Math.max(this.#seq, data.seq);
    if (data.list) await this.#redrawList();
    if (!this.#form || !isNew) return;
    const fresh = data.anew?.length ? await this.#fetched() : null;
    this.#form.steadily(() => this.#draw(data, fresh));
  }

  /* the same page as the server draws it now */
  async #fetched() {
    const reply = await fetch(location.href, { headers: { "Inovik-Account": document.body.dataset.akun } }).catch(() => null);
    return reply?.ok && !reply.redirected && reply.headers.has("Inovik") ? new DOMParser().parseFromString(await reply.text(), "text/html") : null;
  }

  #draw(data, fresh) {
    const { saving, relearn, unasked } = this.#form;
    if (!data.values) return saving.hearOthers(data.seq, []);
    saving.drawOthers(data); // before the answers: what they are chosen from
    const waiting = [];
    for (const [path, value] of Object.entries(data.values)) if (!this.#put(path, data, { value })) waiting.push(path);
    for (const path of data.anew) if (!this.#put(path, data, { fresh })) waiting.push(path);
    if (!saving.isWaiting) unasked.hear(data);
    if (data.logic) relearn(data.logic);
    saving.hearOthers(data.seq, waiting);
    const told = Object.entries(data.who).filter(([path]) => !this.#later.has(path));
    this.#say(told.map(([path, who]) => `${this.#named(path)}: ${who}`));
  }

  /* Draw what somebody else has answered, unless it is under the fingers of the person here; then once he has left it. */
  #put(path, data, { value, fresh }) {
    const { page, saving } = this.#form;
    const holder = page.holder(path);
    if (!holder) return true;
    if (saving.isPendingIn(path)) {
      this.#mark(holder, data.who[path]); // what stands here is sent, and the person is asked which of the two is to stand
      return false;
    }
    const isList = holder.matches("section");
    if (!isList && holder.contains(document.activeElement)) {
      this.#later.set(path, { data, value, fresh, stood: page.typed(page.formPath(path)) });
      return false;
    }
    if (value !== undefined) saving.accept(path, value, data.seq);
    else this.#replace(holder, path, fresh, data.seq);
    this.#mark(page.holder(path), data.who[path]);
    return true;
  }

  #catchUp() {
    for (const [path, { data, value, fresh, stood }] of [...this.#later]) {
      const { page, saving } = this.#form;
      if (page.holder(path)?.contains(document.activeElement)) continue;
      this.#later.delete(path);
      // What has been typed meanwhile is the newer answer, and is sent as one that has not seen the other.
      if (saving.isPendingIn(path) || page.typed(page.formPath(path)) !== stood) continue;
      this.#put(path, data, { value, fresh });
      if (data.who[path]) this.#say([`${this.#named(path)}: ${data.who[path]}`]);
    }
  }

  /* whoever stands on a button of a list stays there */
  #replace(holder, path, fresh, seq) {
    const next = fresh?.querySelector(`[data-soal="${CSS.escape(path)}"]`);
    if (!next) return;
    const pressed = holder.contains(document.activeElement) ? document.activeElement.value : "";
    const made = document.adoptNode(next);
    holder.replaceWith(made);
    this.#form.page.forget();
    this.#form.dress(made);
    this.#form.saving.redrawn(path, seq);
    if (pressed) made.querySelector(`button[value="${CSS.escape(pressed)}"]`)?.focus({ preventScroll: true });
  }

  /* who has changed it, at the question itself, for a moment */
  #mark(holder, who) {
    if (!holder || !who) return;
    holder.querySelector(":scope > .kabar-soal")?.remove();
    const note = Object.assign(document.createElement("p"), { className: "kabar-soal", textContent: who });
    holder.append(note);
    holder.classList.add("baru-diubah");
    setTimeout(() => { holder.classList.remove("baru-diubah"); note.remove(); }, MARKED);
  }

  #named(path) {
    const label = this.#form.page.holder(path)?.querySelector(".soal, h2")?.cloneNode(true);
    for (const mark of label?.querySelectorAll(".wajib, .tak-tampak, .pilihan") ?? []) mark.remove();
    return label?.textContent.trim() ?? "";
  }

  #say(words) {
    if (words.length) this.#aloud.textContent = words.join(". ");
  }

  /* the list of sections with their states, as it is now */
  async #redrawList() {
    const fresh = await this.#fetched();
    const on = document.activeElement?.closest(".tugas a")?.getAttribute("href");
    for (const part of ["#maju", "progress.kemajuan", "ol.tugas"]) {
      const [old, next] = [document.querySelector(part), fresh?.querySelector(part)];
      if (old && next) old.replaceWith(document.adoptNode(next));
    }
    if (on) document.querySelector(`.tugas a[href="${CSS.escape(on)}"]`)?.focus({ preventScroll: true });
  }
}
