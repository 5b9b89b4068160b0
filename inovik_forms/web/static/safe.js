/* The line that says at all times where the answers are: on this device, at the server, and how many are still on their way. */

import { clockTime, dayAndTime } from "./moment.js";

const SHOWN = 4000; // ms before the line goes to rest at the end of the page

export class SafeLine {
  #status;
  #signIn;
  #kept = 0; // ms since 1970
  #count = 0; // of all answers on this device that wait, of other pages, too
  #sent; // the server's clock, as it says it
  #failure = null;
  #fading = 0;

  /* `signIn`: what the line's button does, where it has one */
  constructor(status, signIn) {
    this.#status = status;
    this.#signIn = signIn;
    this.#sent = status.dataset.terakhir;
  }

  keptAt(time, count) {
    this.#kept = time;
    this.#count = count;
    this.#failure = null;
    if (this.#again) this.#again();
  }

  cannotKeep(error) {
    this.#failure = error;
    this.#kept = 0;
    this.say(this.#status.dataset.penuh, true);
  }

  /* whether some answer of the page is still on its way, whatever the line says */
  set isBusy(whether) {
    this.#status.toggleAttribute("data-menunggu", whether);
  }

  get isFailing() {
    return this.#failure !== null;
  }

  sentAt(time) {
    this.#sent = time;
    this.#again = null;
  }

  /* answers wait: where they are, how many (`own`: of this page), and why */
  waiting(reason, own, link = "") {
    this.#again = () => this.waiting(reason, own, link);
    const { dataset } = this.#status;
    if (!this.#kept || this.#failure) return this.say(this.#failure ? `${reason} ${dataset.penuh}` : reason, true, link);
    const isToday = Math.abs(Date.now() - this.#kept) < 12 * 3600000;
    const parts = [dataset.diPerangkat.replace("{jam}", (isToday ? clockTime : dayAndTime)(this.#kept))];
    if (this.#sent) parts.push(dataset.terkirim.replace("{jam}", this.#sent));
    parts.push(dataset.antre.replace("{n}", Math.max(this.#count, own)));
    this.say(parts.join(" · ") + (reason === dataset.gagal ? "" : `. ${reason}`), true, link, true);
  }

  /* `isSafe`: it has not been sent, but it is on this device */
  say(text, failed = false, link = "", isSafe = false) {
    const status = this.#status;
    status.classList.toggle("gagal", failed);
    status.classList.toggle("tunggu", isSafe);
    status.classList.toggle("baru", !failed);
    clearTimeout(this.#fading);
    this.#fading = setTimeout(() => status.classList.remove("baru"), SHOWN);
    if (link && status.textContent === `${text} ${link}`) return; // somebody may stand on the button
    status.textContent = text;
    if (link) status.append(" ", Object.assign(document.createElement("button"), { type: "button", textContent: link, onclick: this.#signIn }));
  }

  #again = null;
}
