/*
 * A whole response as this device knows it: the server's answers as of a change (web/whole.py), and on top of them what was learnt and typed here since.
 * Pages drawn from the device show by it what is asked, in them and in the list of sections. This module comes by itself, so it is given what it needs.
 */

const MINUTE = 60000;

export class Whole {
  /* tools: {Form, State, asKept}; plan, told: what the server said; answers, records: as in device.js; now: ms since 1970 */
  constructor({ Form, State, asKept }, plan, told, answers, records, now) {
    this.told = told;
    this.words = told.words;
    this.sections = plan.sections;
    this.tops = plan.tops;
    this.entryPages = plan.entries ?? {};
    this.isOneByOne = Boolean(plan.one);
    this.begun = new Set(told.begun);
    this.form = new Form(plan);
    const { values } = told.snapshot;
    const start = { ...told.snapshot, values: { ...values } };
    const local = new Date(now + told.offset * MINUTE).toISOString();
    const kindOf = (path) => this.form.items.get(path.replace(/\[[^\]]*\]/g, ""))?.kind ?? "";
    for (const { path, value, seq, mark, kind } of answers) {
      if (kind) continue;
      const kept = asKept(kindOf(path), value);
      if (seq < told.seq || kept === (values[path] ?? "")) continue; // what was never answered stays so: its default counts
      start.values[path] = kept;
      if (mark) this.begun.add(this.slugOf(path));
    }
    for (const { path, value, kind } of records) {
      if (kind === "begin") continue;
      this.begun.add(this.slugOf(path));
      if (kind) continue;
      start.values[path] = asKept(kindOf(path), value);
    }
    this.carried = new Set(Object.keys(told.snapshot.carried ?? {}).filter((path) => start.values[path] === values[path]));
    this.state = new State(this.form, start, { today: local.slice(0, 10), now: local.slice(0, 23), language: told.language });
    const waiting = new Set(records.map(({ path }) => path));
    const lists = answers.filter((one) => one.kind && (waiting.has(one.path) || one.seq > told.seq));
    for (const one of lists.sort((a, b) => a.nth - b.nth)) this.change({ ...one, path: one.path.split("#")[0] });
  }

  /* an entry of a list was added, moved or removed: {path, kind, value} as in the journal */
  change(change) {
    this.state.apply(change);
  }

  slugOf(path) {
    return this.tops[/^[^/[]*/.exec(path)[0]];
  }

  /* the kept answer, relevant or not; else what counts in its place */
  value(path) {
    return this.state.draft.values.get(path) ?? this.state.line(path)?.value ?? "";
  }

  /* of a list: the keys of its entries, and those in which something is answered */
  entries(path) {
    const [item, frame] = this.state.find(path);
    const keys = (frame.instances.get(item.path) ?? []).map((one) => one.key);
    const { values } = this.state.draft;
    return { keys, filled: keys.filter((key) => [...values].some(([one, value]) => value && one.startsWith(`${path}[${key}]`))) };
  }

  // ---- pages (web/place.py)

  /* the address before (-1) or after (1) that of a page, among the pages asked now; undefined at the ends, and where an entry ends */
  turned(address, step) {
    const [, start, kind, rest] = /^(\/isian\/\d+)\/(bagian|butir)\/(.+)$/.exec(address) ?? [];
    if (kind === "butir") {
      const prefix = rest.slice(0, rest.lastIndexOf("]") + 1);
      const name = this.#beside(this.entryPages[formPath(prefix)], rest.slice(prefix.length + 1), step, prefix);
      return name && `${start}/butir/${prefix}/${name}`;
    }
    const here = this.sections.findIndex(({ slug }) => rest === slug || rest?.startsWith(`${slug}/`));
    if (here < 0) return undefined;
    const own = this.#beside(this.sections[here], rest.slice(this.sections[here].slug.length + 1), step);
    if (own) return `${start}/bagian/${this.sections[here].slug}/${own}`;
    const others = step > 0 ? this.sections.slice(here + 1) : this.sections.slice(0, here).reverse();
    const next = others.find((section) => this.isShown(section));
    const name = next && this.#beside(next, "", step);
    return next && `${start}/bagian/${next.slug}${name ? `/${name}` : ""}`;
  }

  /* the part of a section or entry before or after one; of "" the last or first one */
  #beside({ names = [], parts = [] } = {}, name, step, prefix = "") {
    const shown = names.filter((one, place) => one === name || parts[place].some((path) => this.isAsked(within(path, prefix))));
    const here = shown.indexOf(name);
    return name || step > 0 ? shown[here + step] : shown.at(-1);
  }

  // ---- sections (web/filling.py)

  isAsked(path) {
    const [item, frame] = this.state.find(path) ?? [];
    if (item?.kind === "repeat") return !frame.hidden.has(item.path) && !frame.kept.has(item.path);
    return Boolean(this.state.line(path)?.relevant);
  }

  isShown({ kind, group, asks, parts }) {
    if (kind === "repeat") return this.isAsked(group);
    const any = (paths) => paths.some((path) => this.isAsked(path));
    if (!kind) return any(asks);
    return this.isAsked(group) && (!parts.length || parts.some(any));
  }

  /* the sections that are asked now, each with how far it is: {slug, answered, total, state} */
  progress() {
    const found = new Map(this.sections.map(({ slug, parts }) => [slug, { slug, parts, answered: 0, total: 0, missing: 0, wrong: 0, unconfirmed: 0, shown: false }]));
    for (const line of this.state.lines()) if (line.relevant) this.#count(found.get(this.slugOf(line.answerPath)), line);
    const hasPages = ({ parts }) => !parts.length || parts.some((paths) => paths.some((path) => this.isAsked(path)));
    return [...found.values()].filter((one) => one.shown && hasPages(one)).map((one) => ({ ...one, state: this.#stateOf(one) }));
  }

  #count(section, line) {
    if (!section) return;
    const item = line.answerPath.endsWith("]") ? null : this.form.items.get(line.answerPath.replace(/\[[^\]]*\]/g, ""));
    const isQuestion = item && item.kind !== "group";
    section.shown ||= !isQuestion || Boolean(item.shows);
    const isForPeople = isQuestion && item.asks && !line.readOnly;
    if (isForPeople) section.total += 1;
    if (isForPeople && line.value) section.answered += 1;
    if (!line.valid) section[isQuestion && line.value && !item.computed && !line.readOnly ? "wrong" : "missing"] += 1;
    if (isQuestion && this.carried.has(line.answerPath) && item.shows && !item.computed && !line.readOnly && line.value) section.unconfirmed += 1;
  }

  #stateOf({ slug, wrong, answered, total, missing, unconfirmed }) {
    if (wrong) return "attention";
    if (!answered) return total ? "none" : "done";
    if (!missing) return unconfirmed ? "attention" : "done";
    return this.begun.has(slug) ? "some" : "none";
  }

  // ---- what is drawn

  draw() {
    const contents = document.querySelector(".daftar-bagian ol");
    if (contents) this.#drawContents(contents);
    const tasks = document.querySelector("ol.tugas");
    if (tasks) this.#drawTasks(tasks);
    for (const path of this.carried) this.#drawTaken(path);
  }

  /* An answer that was taken over says from where, as long as it is that (bagian.html; a page of a response begun here was drawn without). */
  #drawTaken(path) {
    const holder = document.querySelector(`#formulir .tanya[data-soal="${CSS.escape(path)}"]`);
    const { carried, values } = this.told.snapshot;
    const source = this.told.sources?.[carried[path]];
    if (!holder || !source) return;
    if (!holder.closest(".bawaan")) {
      const box = Object.assign(document.createElement("div"), { className: "bawaan" });
      holder.before(box);
      box.append(document.createElement("p"), holder);
      box.firstChild.append(span(source, ""));
    }
    const isChanged = this.value(path) !== values[path];
    const box = holder.closest(".bawaan");
    box.classList.toggle("diubah", isChanged);
    box.firstElementChild.hidden = isChanged;
  }

  #link({ slug }) {
    const { title, address } = this.told.sections[slug];
    return Object.assign(document.createElement("a"), { href: address, textContent: title });
  }

  /* A section that is open while it falls away stays in the list, and says so: from it one goes on to those behind it. */
  #drawContents(list) {
    const here = [...list.querySelectorAll("a")].find((link) => link.ariaCurrent)?.getAttribute("href") ?? location.pathname;
    const isHere = (address) => address === here || location.pathname === address || location.pathname.startsWith(`${address}/`);
    const lines = this.sections.flatMap((section) => {
      const isShown = this.isShown(section);
      const isOpen = isHere(this.told.sections[section.slug].address);
      if (!isShown && !isOpen) return [];
      const line = document.createElement("li");
      const link = this.#link(section);
      if (isOpen) link.ariaCurrent = "page";
      line.append(link);
      if (!isShown) line.append(" ", span(`(${this.words.away})`, "samar"));
      return [line];
    });
    const text = (all) => all.map((line) => line.textContent).join("\n");
    if (text(lines) !== text([...list.children])) list.replaceChildren(...lines);
  }

  #drawTasks(list) {
    const progress = this.progress();
    const done = progress.filter((one) => one.state === "done").length;
    list.replaceChildren(...progress.map((one, place) => this.#task(one, `s${place + 1}`)));
    const said = document.getElementById("maju");
    if (said) said.replaceChildren(filled(this.words.done, done, progress.length), " ", span(this.words.here, "samar"));
    const bar = document.querySelector("progress.kemajuan");
    if (bar) Object.assign(bar, { max: progress.length, value: done });
    const button = document.querySelector(".deret a.tombol[href*='/bagian/']");
    const next = progress.find((one) => one.state !== "done");
    if (!button) return;
    if (next) button.href = this.told.sections[next.slug].address;
    if (next && this.words.go && progress.some((one) => this.begun.has(one.slug))) button.textContent = this.words.go;
    const check = next ? null : button.parentElement.querySelector("a.kedua[href$='/periksa']");
    if (!check) return; // everything is there: what is left is to look at it and send it
    check.className = "tombol";
    check.textContent = this.words.check ?? check.textContent;
    button.remove();
  }

  #howFar({ slug, answered, total, unconfirmed }) {
    const { of, auto, unconfirmed: waits } = this.words;
    const said = filled(answered && auto && !this.begun.has(slug) ? auto : of, answered, total);
    return unconfirmed && waits ? `${said} · ${waits[unconfirmed > 1 ? 1 : 0].replace("%(num)s", unconfirmed)}` : said;
  }

  #task(one, id) {
    const line = document.createElement("li");
    const link = this.#link(one);
    link.setAttribute("aria-describedby", id);
    const [text, style] = this.words.states[one.state];
    const about = Object.assign(document.createElement("span"), { id });
    const person = this.told.given?.[one.slug];
    if (person) about.append(span(`${person} · `, "samar"));
    if (one.total) about.append(span(this.#howFar(one), "samar"), " ");
    about.append(span(text, `tanda ${style}`));
    line.append(link, " ", about);
    return line;
  }
}

const formPath = (path) => path.replace(/\[[^\]]*\]/g, "");

/* the answer path of a form path in the entry `prefix` */
const within = (path, prefix) => prefix + path.slice(formPath(prefix).length);

const span = (textContent, className) => Object.assign(document.createElement("span"), { textContent, className });

const filled = (text, n, m) => text.replace("{n}", n).replace("{m}", m);
