/*
 * The page to check one's answers on, without a network: what the server's page says (web/check.py, templates/periksa.html), by all answers known here
 * (later/whole.js). Sending takes the server. This module comes by itself, so it is given what it needs.
 */

const MOST = 20; // answers to be put right that stand at the top
const LETTERS = 140; // of an answer that was taken over
const FEW = 8; // of them stand open

export class Check {
  /* said: the sentences (web/check_words.py); called, words: later/called.js, later/words.js; waiting: records of device.js; known: answers of device.js */
  constructor({ whole, response, said, called, words, waiting, known }) {
    Object.assign(this, { whole, said, called, words });
    this.start = `/isian/${response}`;
    this.clashes = (whole.told.clashes ?? []).filter((one) => ![...waiting, ...known].some((later) => later.path === one.path && !later.kind && later.base >= one.seq));
  }

  // ---- what there is to say

  summary() {
    const { state, form } = this.whole;
    this.lines = state.lines().filter(({ answerPath }) => this.whole.told.sections[this.whole.slugOf(answerPath)]);
    const questions = this.lines.filter(({ answerPath }) => !answerPath.endsWith("]")).map((line) => ({ ...line, item: form.items.get(formPath(line.answerPath)) }));
    const asked = questions.filter((line) => line.relevant);
    const wrong = asked.filter((line) => !line.valid && this.#isWrong(line));
    const missing = asked.filter((line) => !line.valid && !this.#isWrong(line));
    const isField = ({ item }) => item.shows && item.kind !== "note";
    const taken = asked.filter((line) => this.whole.carried.has(line.answerPath) && isField(line) && !line.item.computed && !line.readOnly && line.value);
    return {
      problems: this.#named(wrong, (line) => this.#fault(line)),
      missing: this.#missing(missing),
      clashes: this.#clashes(asked),
      hidden: questions.filter((line) => !line.relevant && isField(line) && state.draft.values.get(line.answerPath)).length,
      aside: this.#named(state.setAside().map(([answerPath, value]) => ({ answerPath, value, item: form.items.get(formPath(answerPath)) })), (line) => this.#value(line)),
      taken: this.#named(taken, (line) => shortened(this.#value(line)), (line) => this.whole.told.sources?.[this.whole.told.snapshot.carried[line.answerPath]] ?? ""),
      parts: this.#parts(),
    };
  }

  #isWrong({ item, value, readOnly }) {
    return item.kind !== "group" && Boolean(value) && !item.computed && !readOnly;
  }

  #value({ item, value }) {
    return this.words.answer(item, value);
  }

  #fault({ item, answerPath, value }) {
    return this.words.fault(item, value, this.called.text(item.refusal, answerPath));
  }

  /* [name, words, address, more] of each of these lines */
  #named(lines, say, more = () => "") {
    const names = this.called.all(lines.map(({ answerPath }) => answerPath));
    return lines.map((line) => [names.get(line.answerPath), say(line), this.#address(line.answerPath), more(line)]);
  }

  /* [title, address, number] of each section in which something is missing */
  #missing(lines) {
    return this.whole.sections.flatMap(({ slug }) => {
      const own = lines.filter(({ answerPath }) => this.whole.slugOf(answerPath) === slug).map(({ answerPath }) => answerPath);
      if (!own.length) return [];
      const isElsewhere = this.whole.isOneByOne || own.every((path) => path.includes("]"));
      const { title, address } = this.whole.told.sections[slug];
      return [[title, isElsewhere ? this.#address(own[0]) : `${address}?periksa=1&dari=periksa`, own.length]];
    });
  }

  #clashes(asked) {
    const open = new Map(this.clashes.map((clash) => [clash.path, clash]));
    const lines = asked.filter(({ answerPath }) => open.has(answerPath));
    const names = this.called.all(lines.map(({ answerPath }) => answerPath));
    return lines.map(({ answerPath, item }) => {
      const versions = open.get(answerPath).versions.map(([value, author, at]) => [this.words.answer(item, value) || this.said.emptied, author, at]);
      return [names.get(answerPath), this.#address(answerPath, false), versions];
    });
  }

  #parts() {
    const own = ({ slug }) => this.lines.filter((line) => line.relevant && this.whole.slugOf(line.answerPath) === slug);
    const title = ({ slug }) => this.whole.told.sections[slug].title;
    const all = this.whole.sections.map((section) => ({ slug: section.slug, title: title(section), rows: own(section).flatMap((line) => this.#row(line, section)) }));
    const rows = all.flatMap((part) => part.rows);
    const about = this.called.toldApart(new Map(rows.filter(({ address }) => address).map(({ path, label }) => [path, label])), true);
    for (const row of rows) row.about = about.get(row.path) ?? "";
    return all.filter((part) => part.rows.length);
  }

  #row(line, section) {
    const path = line.answerPath;
    const item = this.whole.form.items.get(formPath(path));
    if (path.endsWith("]")) return [{ what: "instance", path, label: `${this.called.label(path)} ${/\[(\d+)\]$/.exec(line.path)[1]}` }];
    if (item.kind === "group") return item.path === section.group ? [] : [{ what: "group", path, label: this.called.label(path) }];
    if (!item.listed) return [];
    const problem = !line.valid && this.#isWrong({ ...line, item }) ? this.#fault({ ...line, item }) : "";
    const address = line.readOnly || item.computed ? "" : this.#address(path);
    return [{ what: "question", path, label: this.called.label(path), value: this.#value({ ...line, item }), problem, address }];
  }

  /* the page on which an answer is given, at its very question; `back`: and leads back here */
  #address(path, back = true) {
    const entry = path.slice(0, path.lastIndexOf("]") + 1);
    const slug = this.whole.slugOf(path);
    const { names = [], parts = [] } = (entry ? this.whole.entryPages[formPath(entry)] : this.whole.sections.find((one) => one.slug === slug)) ?? {};
    const part = names[parts.findIndex((paths) => paths.includes(formPath(path)))];
    const page = `${this.start}/${entry ? `butir/${entry}` : `bagian/${slug}`}${part ? `/${part}` : ""}`;
    return `${page}${back ? `?${new URLSearchParams({ dari: "periksa", soal: path })}` : ""}#q.${formPath(path)}`;
  }

  // ---- how it is drawn (templates/periksa.html)

  draw(root) {
    const { said } = this;
    const { problems, missing, clashes, hidden, aside, taken, parts } = this.summary();
    const isComplete = !problems.length && !missing.length;
    const boxes = [
      box(isComplete ? "pesan baik" : "pesan hati", isComplete && make("p", { textContent: said.complete }), make("p", { textContent: said.send })),
      problems.length && this.#problems(problems),
      missing.length && box("pesan hati", strong(said.missing), list(missing, ([title, address, n]) => [link(title, address), `: ${counted(said.things, n)}`])),
      clashes.length && box("pesan hati", strong(said.clashes), list(clashes, (clash) => this.#clash(clash))),
      hidden && box("pesan", make("p", { textContent: counted(said.hidden, hidden) })),
      aside.length && box("pesan hati", make("p", { textContent: said.aside }), list(aside, ([name, value, address]) => [link(name, address), `: ${value}`])),
      taken.length && this.#taken(taken),
    ];
    root.replaceChildren(...boxes.filter(Boolean), ...parts.map((part) => this.#section(part)));
  }

  #problems(problems) {
    const line = ([name, words, address]) => [link(`${name}${/[?!.:]$/.test(name) ? "" : ":"} ${words}`, address)];
    const more = problems.length > MOST && make("p", { textContent: counted(this.said.more, problems.length - MOST) });
    return box("ringkasan-salah", make("h2", { textContent: counted(this.said.problems, problems.length) }), list(problems.slice(0, MOST), line), more);
  }

  #clash([name, address, versions]) {
    return [link(name, address), list(versions, ([value, author, at], place) => [`${value} `, quiet(`${author}, ${at}${place ? "" : ` · ${this.said.used}`}`)])];
  }

  #taken(taken) {
    const line = ([name, value, address, source]) => [link(name, address), `: ${value} `, quiet(source)];
    const details = make("details", { className: "contoh", open: taken.length < FEW }, make("summary", { textContent: this.said.look }), list(taken, line));
    return box("pesan hati", make("h2", { textContent: counted(this.said.taken, taken.length) }), details);
  }

  #section({ slug, title, rows }) {
    const section = make("section", {}, make("h2", { id: `j.${slug}`, textContent: title }));
    section.setAttribute("aria-labelledby", `j.${slug}`);
    let answers = null;
    for (const row of rows) {
      const isQuestion = row.what === "question";
      if (!isQuestion) section.append(make("h3", { className: "judul-butir", id: `j.${row.path}`, textContent: row.label }));
      if (isQuestion && !answers) section.append((answers = make("dl", { className: "jawaban" })));
      if (isQuestion) answers.append(this.#answer(row));
      else answers = null;
    }
    return section;
  }

  #answer({ path, label, value, problem, address, about }) {
    const shown = value || make("span", { className: "kosong", textContent: this.said.empty });
    const row = make("div", { id: `j.${path}` }, make("dt", { textContent: label }), make("dd", {}, shown));
    if (problem) row.append(make("dd", { className: "salah", textContent: problem }));
    const heard = make("span", { className: "tak-tampak", textContent: ` ${label}${about ? ` (${about})` : ""}` });
    if (address) row.append(make("dd", { className: "ubah" }, make("a", { href: address, textContent: this.said.change }, heard)));
    return row;
  }
}

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter(Boolean));
  return element;
}

const box = (className, ...children) => make("div", { className }, ...children);

const strong = (textContent) => make("p", {}, make("strong", { textContent }));

const quiet = (textContent) => make("span", { className: "samar kecil", textContent });

const link = (textContent, href) => make("a", { href, textContent });

const list = (all, say) => make("ul", {}, ...all.map((one, place) => make("li", {}, ...say(one, place))));

const counted = ([one, several], n) => (n === 1 ? one : several).replace("%(num)s", n);

const formPath = (path) => path.replace(/\[[^\]]*\]/g, "");

/* as the server cuts it: at a blank, and not for a few letters */
function shortened(text) {
  if (text.length <= LETTERS + 5) return text;
  const cut = text.slice(0, LETTERS - 3);
  return `${cut.includes(" ") ? cut.slice(0, cut.lastIndexOf(" ")) : cut}...`;
}
