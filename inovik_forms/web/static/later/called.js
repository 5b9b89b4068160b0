/*
 * What an answer is called where several stand in one list, by all answers known here (web/called.py says the same). This module comes by itself, so it is
 * given what it needs.
 */

const REFERENCE = /\$\{\s*([^{}\s]+)\s*\}/g;

export class Called {
  /* whole: later/whole.js; words: later/words.js; nth: "ke-{n}" */
  constructor(whole, words, nth) {
    this.whole = whole;
    this.words = words;
    this.nth = nth;
  }

  // ---- texts

  /* a text of the questionnaire in the language of the page, with the answers put in for its ${names} */
  text(texts, path) {
    const { form, state } = this.whole;
    const words = texts ? form.text(texts, state.env.language) : "";
    return words.includes("${") ? words.replace(REFERENCE, (_, name) => this.#answer(name, path)) : words;
  }

  #answer(name, path) {
    const found = this.whole.form.byName.get(name) ?? [];
    const [item] = found;
    if (found.length !== 1 || item.start === undefined) return "";
    let frame = path.endsWith("]") ? this.frame(path) : this.whole.state.find(path)?.[1];
    while (frame && !frame.values.has(item.path)) frame = frame.parent;
    return frame ? this.words.plain(item, frame.values.get(item.path)) : "";
  }

  label(path) {
    const item = this.#item(path);
    return this.text(item.label, path) || item.name;
  }

  #item(path) {
    return this.whole.form.items.get(formPath(path));
  }

  /* the frame of an entry, by its path */
  frame(prefix) {
    const [item, outer] = this.whole.state.find(prefix) ?? [];
    if (!outer) return undefined;
    const shown = outer.instances.get(item.path);
    return (shown?.length ? shown : outer.kept.get(item.path))?.find((one) => one.path === prefix);
  }

  // ---- names

  /* with the entries around it by their numbers: "Kegiatan 2 › Biaya" */
  one(path) {
    const entry = entryOf(path);
    const frame = entry && this.frame(entry);
    if (!frame) return this.label(path);
    const name = `${this.one(entry.slice(0, entry.lastIndexOf("[")))} ${frame.position}`;
    return entry === path ? name : `${name} › ${this.label(path)}`;
  }

  /* the same for all that stand in one list, in a map: "Kegiatan 2 › Biaya (Sewa)" where there is another "Biaya" */
  all(paths) {
    const names = new Map(paths.map((path) => [path, this.one(path)]));
    const about = this.toldApart(names, false);
    return new Map(paths.map((path) => [path, about.get(path) ? `${names.get(path)} (${about.get(path)})` : names.get(path)]));
  }

  /* What to say beside each label: "" as long as nothing else is called so. `withEntries`: entries tell them apart, too. */
  toldApart(labels, withEntries) {
    const about = new Map([...labels.keys()].map((path) => [path, ""]));
    const more = new Map([...labels.keys()].map((path) => [path, this.#around(path, withEntries)]));
    for (let doubles = doublesOf(labels, about); doubles.length; doubles = doublesOf(labels, about)) {
      const said = doubles.map((path) => [path, more.get(path).next().value ?? ""]).filter(([, words]) => words);
      if (!said.length) break;
      for (const [path, words] of said) about.set(path, words);
    }
    const counts = new Map();
    for (const path of doublesOf(labels, about)) {
      const key = JSON.stringify([labels.get(path), about.get(path)]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
      about.set(path, [about.get(path), this.nth.replace("{n}", counts.get(key))].filter(Boolean).join(", "));
    }
    return about;
  }

  /* what an answer stands in: the innermost group (or entry), all of them, and with the section's title in front */
  * #around(path, withEntries) {
    const outer = [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index));
    const names = outer.map((one) => this.#aroundName(one, withEntries)).filter(Boolean);
    if (names.length) yield names.at(-1);
    if (names.length > 1) yield names.join(" › ");
    yield [this.whole.told.sections[this.whole.slugOf(path)].title, ...names].join(" › ");
  }

  #aroundName(path, withEntries) {
    const item = this.#item(path);
    if (item.kind === "group") return this.whole.sections.some(({ group }) => group === item.path) ? "" : this.text(item.label, path);
    const frame = withEntries && this.frame(path);
    return frame ? `${this.label(path)} ${frame.position}` : "";
  }
}

const doublesOf = (labels, about) => {
  const key = (path) => JSON.stringify([labels.get(path), about.get(path)]);
  const many = new Map();
  for (const path of labels.keys()) many.set(key(path), (many.get(key(path)) ?? 0) + 1);
  return [...labels.keys()].filter((path) => many.get(key(path)) > 1);
};

const formPath = (path) => path.replace(/\[[^\]]*\]/g, "");

/* the entry that an answer stands in, "" for none */
const entryOf = (path) => path.slice(0, path.lastIndexOf("]") + 1);
