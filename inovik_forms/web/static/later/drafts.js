/*
 * Begins responses on this device (drafts.js): out of the blank pages and first values that the server gave while it could be reached (web/blanks.py).
 * This module comes by itself, so it is given what it needs.
 */

const OFFERS = "mulai"; // in `forms`: what may be begun, as the server says it
const PAGES = "/perangkat/"; // … and how the keys of blank pages and of their rules begin
const MARK = "mulai"; // no page has it, so that no page holds a beginning back

export class Drafts {
  /* device: of device.js and order.js {draftsOf, dropForms, formAt, formKeys, keepBegun, keepForm, count, from, unique} */
  constructor(device) {
    this.device = device;
  }

  // ---- with a network

  async stock(ask) {
    const { formAt, keepForm } = this.device;
    const old = await formAt(OFFERS);
    const reply = await ask(`/perangkat/mulai.json${old ? `?sejak=${old.stamp}` : ""}`);
    if (reply?.status !== 200) return;
    const offers = await reply.json();
    for (const { pages } of Object.values(offers.forms)) {
      const stock = (await formAt(pages)) ?? (await this.#fetched(ask, pages, Date.now()));
      const rules = stock?.told?.form;
      if (rules && !(await formAt(rules))) await this.#fetched(ask, rules);
    }
    await keepForm(OFFERS, offers);
    await this.#tidy(offers);
  }

  async #fetched(ask, address, at) {
    const reply = await ask(address);
    if (!reply) throw new Error(address);
    const told = await reply.json();
    await this.device.keepForm(address, at ? { ...told, at } : told);
    return told;
  }

  /* Blank pages that nothing can be begun with any more, and that no draft here is drawn from. */
  async #tidy(offers) {
    const { draftsOf, dropForms, formAt, formKeys } = this.device;
    const used = new Set([...Object.values(offers.forms), ...(await draftsOf()).filter((draft) => !draft.response)].map(({ pages }) => pages));
    for (const pages of [...used]) used.add((await formAt(pages))?.told?.form);
    await dropForms((await formKeys()).filter((key) => key.startsWith(PAGES) && !used.has(key)));
  }

  // ---- without

  /* Begin a response: {subject, questionnaire, isFromLast}, or something new: {kind, title, unit}. Resolves to its number here; "" where this device has not what it
   * takes. What was begun here already is not begun again. */
  async begin(owner, { subject = "0", questionnaire, isFromLast = false, kind, title = "", unit = "" }) {
    const { draftsOf, formAt } = this.device;
    const offers = await formAt(OFFERS, owner);
    const about = offers?.subjects.find((one) => (subject === "0" ? !one.id && one.kind === kind : String(one.id) === subject));
    const name = questionnaire ?? Object.keys(about?.begin ?? {})[0];
    const same = (draft) => draft.questionnaire === name && draft.subject === subject && (subject !== "0" || draft.title === title);
    const begun = (await draftsOf(owner)).find((draft) => same(draft) && !draft.response);
    if (begun) return begun.draft;
    const form = offers?.forms[name];
    const stock = form && (await formAt(form.pages, owner));
    const first = (isFromLast ? about?.last : about?.begin)?.[name];
    if (!first || !stock || (subject === "0" && !title)) return "";
    const { blank, about: subjectBlank, title: titleBlank } = offers;
    const draft = {
      account: owner, draft: newNumber(), response: "", subject, questionnaire: name, title: about.title || title, pages: form.pages, at: Date.now(),
      blank, subjectBlank, titleBlank,
    };
    const told = stock.told && { ...JSON.parse(filled(JSON.stringify(stock.told), draft)), snapshot: first, sources: offers.sources };
    await this.device.keepBegun(draft, this.#record(draft, { form, words: offers.words, kind: about.kind, unit, isFromLast }), told, firstOf(first));
    return draft.draft;
  }

  #record({ account, draft, subject, questionnaire, title, at }, { form, words, kind, unit, isFromLast }) {
    const { count, from, unique } = this.device;
    const { device, nth } = count();
    const value = { draft, questionnaire, version: form.version, subject: Number(subject), kind, unit, ...(subject === "0" ? { title } : {}), ...(isFromLast ? { last: true } : {}) };
    return {
      account, mark: MARK, response: draft, path: "", kind: "begin", value: JSON.stringify(value), nth, id: unique(), base: 0, at,
      to: from("/isian/mulai", "perangkat", device), title: `${form.title} (${title})`, label: words.begun, said: "", refused: "",
    };
  }

  /* the page of a draft at an address; undefined where there is none */
  async page(owner, address) {
    const { draftsOf, formAt } = this.device;
    const [, number, rest = ""] = /^\/isian\/(\d+)(?:\/(.*))?$/.exec(address) ?? [];
    const draft = (await draftsOf(owner)).find((one) => one.draft === number);
    const stock = draft && (await formAt(draft.pages, owner));
    const html = stock && (stock.pages[rest] ?? entryIn(stock.pages, rest));
    if (!html) return undefined;
    const page = filled(html, draft);
    return { account: owner, address, html: page, title: /<title>([^<]*)/.exec(page)?.[1] ?? "", at: stock.at };
  }

  /* Where a page offers to begin what was begun here, it leads there; the start page says all that was. */
  async draw(owner, drafts) {
    const { words } = (await this.device.formAt(OFFERS, owner)) ?? {};
    if (!words) return;
    const link = ({ draft }, className) => make("a", { href: `/isian/${draft}`, className, textContent: words.go });
    const mark = () => make("span", { className: "tanda sedang", textContent: words.here });
    const left = new Set(drafts);
    for (const form of document.querySelectorAll("form[action*='/mulai?kuesioner=']")) {
      const { pathname, searchParams } = new URL(form.action, location.href);
      const draft = drafts.find(({ subject, questionnaire }) => pathname === `/perihal/${subject}/mulai` && searchParams.get("kuesioner") === questionnaire);
      if (!draft) continue;
      left.delete(draft);
      const state = form.closest("ol.butir > li")?.querySelector(".tanda"); // "not begun"
      state?.replaceWith(mark());
      form.replaceWith(...(state ? [] : [make("p", {}, mark())]), make("p", {}, link(draft, form.querySelector("button").className)));
    }
    const title = location.pathname === "/" && document.querySelector("main h1");
    if (title && left.size) title.after(make("ul", { className: "jajar" }, ...[...left].map((draft) =>
      make("li", { className: "kartu" }, make("h2", { textContent: draft.title }), make("p", {}, mark()), link(draft, "tombol kedua")))));
  }
}

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/* beyond all numbers of the server's, and such that no two devices draw the same */
function newNumber() {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  return String(2 ** 52 + (high % 2 ** 20) * 2 ** 32 + low);
}

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" }; // as the server writes them

/* a blank text with the draft's own number, subject and title in it */
const filled = (text, { draft, subject, title, blank, subjectBlank, titleBlank }) =>
  text.replaceAll(`/perihal/${subjectBlank}`, subject === "0" ? "/" : `/perihal/${subject}`).replaceAll(String(blank), draft)
    .replaceAll(titleBlank, title.replace(/[&<>"']/g, (sign) => SIGNS[sign]));

/* an entry of a list, at "butir/kegiatan[k1]" or "butir/kegiatan[k1]/biaya": the blank one with its keys put in */
function entryIn(pages, rest) {
  const path = /^butir\/(.+\].*)$/.exec(rest)?.[1];
  const html = path && pages[`butir-baru/${path.replace(/\[[^\]]*\]/g, "")}`];
  const keys = path ? [...path.matchAll(/\[([^\]]*)\]/g)].map(([, key]) => key) : [];
  return html?.replaceAll(/kuncibutir(\d)/g, (whole, level) => keys[level] ?? whole);
}

/* what it begins with as answers known here: the values, and the entries of its lists */
const firstOf = ({ values, instances = {} }) => [
  ...Object.entries(values).map(([path, value]) => ({ path, value: value ?? "", seq: 0 })),
  ...Object.entries(instances).flatMap(([list, keys]) =>
    keys.map((key, place) => ({ path: `${list}[${key}]#0`, kind: "add", value: keys[place - 1] ?? "", seq: 1, nth: place }))),
];
