/* The page of questions in front of the person: where its parts are, and what stands typed in it. */

export const PREFIX = "q.";

export class Page {
  constructor(form) {
    this.form = form;
    this.status = document.getElementById("simpanan");
    this.container = form.dataset.wadah;
    this.prefix = form.dataset.awalan;
    this.response = form.dataset.isian;
    this.stored = "rak" in form.dataset; // drawn from this device (shelf.js)
    this.written = () => {}; // told of the form path of what was written into a field and is no answer
    this.whole = null; // of such a page: the whole response (later/whole.js), once it is there
    this.unfit = new Map(); // answer path → a choice that was not offered when this page was stored
    this.bases = new Map(); // answer path → the change that its value stands for, where it is not the page's
  }

  /* the answer path of a form path: with the key of the repeat instance that this page shows */
  answerPath(path) {
    return this.prefix + path.slice(this.container.length);
  }

  formPath(answerPath) {
    return this.container + answerPath.slice(this.prefix.length);
  }

  /* the number of the last change that this page has seen of an answer */
  base(path) {
    return this.bases.get(path) ?? Number(this.field("dasar").value);
  }

  /* what is drawn for a question, by its answer path */
  holder(path) {
    return this.form.querySelector(`[data-soal="${CSS.escape(path)}"]`);
  }

  field(name) {
    return this.form.elements.namedItem(name);
  }

  /* Where and when this page's answers were made (order.js), for when it is sent as a whole. `nths`: answer path → count; `isWaiting`: whether
   * it is not known to have arrived. */
  tell({ device, nth }, nths, isWaiting) {
    if (!device) return;
    const counts = [...nths].map(([path, own]) => [path, [own, isWaiting(path)]]);
    this.#write("perangkat", device);
    this.#write("urutan", JSON.stringify(Object.fromEntries([["", [nth, false]], ...counts])));
  }

  #write(name, value) {
    const field = this.field(name) ?? this.form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
    field.value = value;
  }

  /* writes an answer into its field; gives the field, null when it holds it already or somebody is typing there */
  put(path, value) {
    const fields = this.field(PREFIX + path);
    const all = (fields instanceof RadioNodeList ? [...fields] : [fields]).filter((field) => field?.name);
    const ranking = this.#ranking(path);
    if (ranking) ranking.dataset.jawaban = value;
    if (ranking || !all.length || all.includes(document.activeElement) || this.typed(path) === value) return null;
    const choices = all.filter((field) => field.type === "radio" || field.type === "checkbox");
    const names = new Set(value.split(" "));
    for (const field of choices) field.checked = names.has(field.value);
    if (!choices.length) all[0].value = value;
    return choices[0] ?? all[0];
  }

  /* the ranking of a form path as long as widgets/rank.js has not begun: it says its order by itself */
  #ranking(path) {
    if (!this.#rankings) this.#rankings = new Map([...this.form.querySelectorAll(".urutan")].map((list) => [list.dataset.medan, list]));
    const list = this.#rankings.get(PREFIX + path);
    return list?.classList.contains("geser-urut") ? undefined : list;
  }

  /* a question was drawn anew: what was known of its fields is not theirs any more */
  forget() {
    this.#rankings = null;
  }

  #rankings = null;

  /* the answer typed for a form path; undefined when this page does not ask it */
  typed(path) {
    const ranking = this.#ranking(path);
    if (ranking) return ranking.dataset.jawaban.split(" ").filter((name) => ranking.querySelector(`[data-nama="${CSS.escape(name)}"]`)).join(" ");
    const fields = this.field(PREFIX + path);
    if (!fields) return undefined;
    // What a widget puts in front of a field may have its id, but never its name.
    const all = (fields instanceof RadioNodeList ? [...fields] : [fields]).filter((field) => field.name);
    if (!all.length) return undefined;
    const choices = all.filter((field) => field.type === "radio" || field.type === "checkbox");
    if (choices.length) return choices.filter((field) => field.checked).map((field) => field.value).join(" ");
    return all[0].type === "file" ? undefined : all[0].value.toWellFormed?.() ?? all[0].value; // no half characters
  }
}

/* the form path of a field, "" when it holds no answer */
export const pathOf = (field) => (field.name?.startsWith(PREFIX) ? field.name.slice(PREFIX.length) : "");

/* what is wrong with an answer, said at its field; "": nothing is */
export function complain(element, field, problem) {
  const line = document.getElementById(`${field.id}~s`);
  if (line) {
    line.textContent = problem;
    line.hidden = !problem;
  }
  element.classList.toggle("salah", Boolean(problem));
  if (!problem) return void field.removeAttribute("aria-invalid");
  field.setAttribute("aria-invalid", "true");
  const ids = new Set((field.getAttribute("aria-describedby") || "").split(" ").filter(Boolean)).add(`${field.id}~s`);
  field.setAttribute("aria-describedby", [...ids].join(" "));
}
