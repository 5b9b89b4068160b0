/* The page of questions in front of the person: where its parts are, and what stands typed in it. */

export const PREFIX = "q.";
export const NUMBERS = new Set(["integer", "decimal", "range"]);

export class Page {
  constructor(form) {
    this.form = form;
    this.status = document.getElementById("simpanan");
    this.container = form.dataset.wadah;
    this.prefix = form.dataset.awalan;
  }

  /* the answer path of a form path: with the key of the repeat instance that this page shows */
  answerPath(path) {
    return this.prefix + path.slice(this.container.length);
  }

  formPath(answerPath) {
    return this.container + answerPath.slice(this.prefix.length);
  }

  /* what is drawn for a question, by its answer path */
  holder(path) {
    return this.form.querySelector(`[data-soal="${CSS.escape(path)}"]`);
  }

  field(name) {
    return this.form.elements.namedItem(name);
  }

  /* the answer typed for a form path; undefined when this page does not ask it */
  typed(path) {
    const fields = this.field(PREFIX + path);
    if (!fields) return undefined;
    const all = fields instanceof RadioNodeList ? [...fields] : [fields];
    const choices = all.filter((field) => field.type === "radio" || field.type === "checkbox");
    if (choices.length) return choices.filter((field) => field.checked).map((field) => field.value).join(" ");
    return all[0].type === "file" ? undefined : all[0].value.toWellFormed?.() ?? all[0].value; // no half characters
  }
}

/* the form path of a field, "" when it holds no answer */
export const pathOf = (field) => (field.name?.startsWith(PREFIX) ? field.name.slice(PREFIX.length) : "");

/* "1.500.000" → "1500000", "2,5" → "2.5"; the text itself when it is no number (web/canonical.py says the same) */
export function canonical(text) {
  const bare = text.trim().replace(/^(rp\.?|idr)\s*/i, "").replace(/[\s\u00a0]/g, "").replace(/,-$/, "").replace("\u2212", "-");
  const sign = bare.startsWith("-") ? "-" : "";
  let digits = bare.replace(/^[-+]/, "");
  if (/^\d{1,3}(\.\d{3})+(,\d*)?$/.test(digits)) digits = digits.replaceAll(".", "").replace(",", ".");
  else if (/^\d*,\d+$/.test(digits)) digits = digits.replace(",", ".");
  else if (!/^\d+(\.\d+)?$/.test(digits)) return text.trim();
  return sign + digits;
}

/* "1500000.5" → "1.500.000,5" */
export function shownNumber(text) {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts) return text;
  return parts[1] + parts[2].replace(/\B(?=(\d{3})+$)/g, ".") + (parts[3] ? `,${parts[3]}` : "");
}
