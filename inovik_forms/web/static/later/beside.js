/* The document that the answers make, beside the questions on a wide screen: it follows each answer, and a click in it leads to the question. */

const OPEN = "inovik-samping"; // in sessionStorage: the address of the sheet that stands beside; it stays from page to page
const WIDE = "(min-width: 75rem)";

/* `list`: the links to the documents, each with a button; `page`: the page of questions; `answered`: the event that tells of further answers */
export function start(list, page, answered) {
  if (page.stored) return void list.remove(); // drawn from the device: the documents are the server's
  const buttons = [...list.querySelectorAll("button")];
  const { matches } = matchMedia(WIDE);
  for (const button of buttons) {
    button.hidden = !matches;
    button.ariaExpanded = "false";
    button.addEventListener("click", () => toggle(button));
  }
  let panel = null;

  function toggle(button) {
    const isOpen = panel?.button === button;
    close();
    if (isOpen) return sessionStorage.removeItem(OPEN);
    sessionStorage.setItem(OPEN, button.dataset.lembar);
    panel = new Panel(button, list.dataset, page, () => toggle(button));
  }

  function close() {
    panel?.remove();
    panel = null;
  }

  page.form.addEventListener(answered, () => panel?.refresh());
  const before = buttons.find((button) => button.dataset.lembar === sessionStorage.getItem(OPEN));
  if (before && matches) toggle(before);
}

class Panel {
  #page;
  #words;
  #element = document.createElement("aside");
  #frame = document.createElement("iframe");
  #note = Object.assign(document.createElement("p"), { className: "kecil" });
  #address; // of the sheet, as it is wanted now
  #isBusy = false;
  #again = false;

  constructor(button, words, page, close) {
    this.button = button;
    this.#page = page;
    this.#words = words;
    const { judul, lembar } = button.dataset;
    this.#element.className = "naskah-samping";
    this.#element.ariaLabel = judul;
    const out = Object.assign(document.createElement("button"), { type: "button", className: "tombol ringan", textContent: words.tutup });
    out.addEventListener("click", () => { close(); button.focus(); });
    const all = Object.assign(document.createElement("input"), { type: "checkbox" });
    all.addEventListener("change", () => { this.#address = lembar + (all.checked ? "&semua=1" : ""); this.refresh(); });
    const choice = document.createElement("label");
    choice.append(all, ` ${words.semua}`);
    const head = document.createElement("header");
    head.append(Object.assign(document.createElement("strong"), { textContent: judul }), choice, out);
    this.#note.role = "status";
    this.#address = lembar;
    Object.assign(this.#frame, { title: judul, src: lembar });
    this.#frame.addEventListener("load", () => this.#frame.contentDocument?.addEventListener("click", (event) => this.#lead(event)));
    this.#element.append(head, this.#note, this.#frame);
    document.body.append(this.#element);
    document.documentElement.classList.add("bersanding");
    button.ariaExpanded = "true";
  }

  remove() {
    this.#element.remove();
    document.documentElement.classList.remove("bersanding");
    this.button.ariaExpanded = "false";
  }

  /* a question of this very page is gone to without leaving it */
  #lead(event) {
    const link = event.target.closest?.("a[data-path]");
    const holder = link && this.#page.holder(link.dataset.path);
    if (!holder || holder.hidden) return;
    event.preventDefault();
    holder.scrollIntoView({ block: "center" });
    (holder.querySelector("input:checked") ?? holder.querySelector("input:not([type=hidden]), textarea, select"))?.focus({ preventScroll: true });
  }

  /* What the answers make now takes the place of what stands there, at the same place of the page; what is new is marked and in sight. */
  async refresh() {
    if (this.#isBusy) return void (this.#again = true);
    this.#isBusy = true;
    const reply = await fetch(this.#address, { credentials: "same-origin" }).catch(() => null);
    if (reply?.ok && !reply.redirected) this.#draw(await reply.text());
    this.#note.textContent = reply?.ok && !reply.redirected ? "" : this.#words.gagal;
    this.#isBusy = false;
    if (!this.#again) return;
    this.#again = false;
    this.refresh();
  }

  #draw(html) {
    const { contentDocument: now, contentWindow: sheet } = this.#frame;
    if (!now?.body) return; // it still comes for the first time, with the answers of now
    const next = new sheet.DOMParser().parseFromString(html, "text/html"); // the frame's own: its policy allows the sheet's styles
    const known = told(now);
    const top = now.scrollingElement?.scrollTop ?? 0;
    now.head.replaceChildren(...[...next.head.children].map((element) => now.adoptNode(element)));
    now.body.replaceChildren(...[...next.body.children].map((element) => now.adoptNode(element)));
    if (now.scrollingElement) now.scrollingElement.scrollTop = top;
    const fresh = [...now.querySelectorAll("[data-path]")].filter((element) => !known.get(element.dataset.path)?.has(element.textContent));
    for (const element of fresh) element.classList.add("baru");
    const height = this.#frame.clientHeight;
    const isInSight = fresh.some((element) => { const { top: at, bottom } = element.getBoundingClientRect(); return bottom > 0 && at < height; });
    if (fresh.length && !isInSight) fresh[0].scrollIntoView({ block: "center" });
  }
}

/* answer path → what the document says of it */
function told(sheet) {
  const found = new Map();
  for (const element of sheet.querySelectorAll("[data-path]")) {
    const { path } = element.dataset;
    found.set(path, (found.get(path) ?? new Set()).add(element.textContent));
  }
  return found;
}
