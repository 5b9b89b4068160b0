/*
 * The page to check one's answers on, without a network: drawn from all answers known here (later/whole.js), with labels and choices as the stored pages of
 * the response say them. Sending takes the server. This module comes by itself, so it is given what it needs.
 */

export class Check {
  /* tools: {Page, pageAt, label, answer, isNumber, shownNumber}; `pageAt` gives the stored page of an address */
  constructor(tools, whole, response) {
    this.tools = tools;
    this.whole = whole;
    this.start = `/isian/${response}`;
    this.forms = new Map(); // address → its form as a page of questions, null where it is not here
    this.holders = new Map(); // answer path → {holder, page, address}
  }

  async draw(root) {
    const { words } = (this.root = { words: root.dataset });
    const sections = [];
    for (const section of this.whole.sections.filter((one) => this.whole.isShown(one))) sections.push(await this.#section(section));
    const left = sections.filter(({ missing, wrong }) => missing + wrong > 0);
    const list = make("ul", {}, ...left.map(({ title, address, missing, wrong }) =>
      make("li", {}, make("a", { href: back(address), textContent: title }), `: ${words.hal.replace("{n}", missing + wrong)}`)));
    const said = left.length ? [make("p", {}, make("strong", { textContent: words.kurang })), list] : [make("p", { textContent: words.lengkap })];
    const note = make("div", { className: `pesan ${left.length ? "hati" : "baik"}` }, ...said, make("p", { textContent: words.kirim }));
    root.replaceChildren(note, ...sections.map(({ element }) => element));
  }

  async #section(section) {
    const { title, address } = this.whole.told.sections[section.slug];
    await this.#read([address, ...(section.names ?? []).map((name) => `${address}/${name}`)]);
    const found = { title, address, missing: 0, wrong: 0, element: make("section", {}, make("h2", { textContent: title })) };
    let list = found.element.appendChild(make("dl", { className: "jawaban" }));
    for (const line of this.whole.state.lines()) {
      if (!line.relevant || this.whole.slugOf(line.answerPath) !== section.slug) continue;
      if (line.answerPath.endsWith("]")) {
        found.element.append(make("h3", { className: "judul-butir", textContent: await this.#entry(line) }));
        list = found.element.appendChild(make("dl", { className: "jawaban" }));
        continue;
      }
      const row = this.#row(line);
      if (row) list.append(row);
      if (row && !line.valid) found[line.value ? "wrong" : "missing"] += 1;
    }
    for (const empty of found.element.querySelectorAll("dl:empty")) empty.remove();
    return found;
  }

  /* what an entry of a list is called: as its page says, with the number that it has now */
  async #entry({ answerPath, path }) {
    const names = this.whole.entryPages[formPath(answerPath)]?.names ?? [];
    const [first] = await this.#read([answerPath, ...names.map((name) => `${answerPath}/${name}`)].map((end) => `${this.start}/butir/${end}`));
    const called = first?.title.split(/ [·›] /).at(-1).replace(/\s*\d*$/, "") ?? "";
    return `${called} ${/\[(\d+)\]$/.exec(path)[1]}`.trim();
  }

  /* Read these stored pages: where each question is asked. */
  async #read(addresses) {
    const pages = [];
    for (const address of addresses) {
      const stored = await this.tools.pageAt(address).catch(() => undefined);
      const page = stored && new DOMParser().parseFromString(stored.html, "text/html");
      const form = page?.getElementById("formulir");
      if (!form) continue;
      const own = new this.tools.Page(form);
      for (const holder of form.querySelectorAll("[data-soal].tanya, [data-soal] .tanya")) {
        const { soal } = holder.closest("[data-soal]").dataset;
        if (!this.holders.has(soal)) this.holders.set(soal, { holder: holder.closest("[data-soal]"), page: own, address });
      }
      pages.push({ title: page.querySelector("h1")?.textContent.trim() ?? "" });
    }
    return pages;
  }

  #row({ answerPath, value, valid, readOnly }) {
    const found = this.holders.get(answerPath);
    const item = this.whole.form.items.get(formPath(answerPath));
    if (!found || !(item.asks || item.computed)) return null;
    const { words } = this.root;
    const { holder, page, address } = found;
    const name = this.tools.label(holder);
    const shown = this.#said(item, holder, page, answerPath, value);
    const row = make("div", { id: `j.${answerPath}` }, make("dt", { textContent: name }),
      make("dd", {}, shown || make("span", { className: "kosong", textContent: words.kosong })));
    if (!valid && value) row.append(make("dd", { className: "salah", textContent: words.salah }));
    if (item.computed || readOnly) return row;
    const link = make("a", { href: back(address, answerPath), textContent: words.ubah }, make("span", { className: "tak-tampak", textContent: ` ${name}` }));
    row.append(make("dd", { className: "ubah" }, link));
    return row;
  }

  /* an answer as a person reads it */
  #said(item, holder, page, path, value) {
    if (item.computed) return this.tools.isNumber(item.kind) ? this.tools.shownNumber(value) : value;
    if (!value || holder.querySelector("[type=file]")) return value.slice(value.indexOf("/") + 1);
    page.put(page.formPath(path), this.tools.isNumber(item.kind) ? this.tools.shownNumber(value) : value);
    return this.tools.answer(holder) || value;
  }
}

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

const formPath = (path) => path.replace(/\[[^\]]*\]/g, "");

/* an address that one comes back from (web/check.py) */
const back = (address, path) => `${address}?${new URLSearchParams({ dari: "periksa", ...(path ? { soal: path } : {}) })}${path ? `#q.${path}` : ""}`;
