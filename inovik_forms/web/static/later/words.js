/*
 * Answers as people read them, and what is wrong with one, in words (web/texts.py, answers/kinds.py): for the page to check one's answers without a network.
 * The words themselves are the server's. This module comes by itself, so it is given what it needs.
 */

const NUMBER = /^-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/;
const SEVERAL = new Set(["select_multiple", "rank"]);
const MONTH = { month: "long", year: "numeric" };

export class Words {
  /* tools: {checkOf, parted, shownDate, shownNumber, toText, typed}; said: the sentences of the page (web/check_words.py) */
  constructor(tools, whole, said) {
    this.tools = tools;
    this.whole = whole;
    this.said = said;
    this.isDate = tools.checkOf({ kind: "date" });
    this.isTime = tools.checkOf({ kind: "time" });
  }

  /* what stands in a text for an answer: labels of choices, else what is kept */
  plain(item, value) {
    const text = this.tools.toText(value);
    return item.choices && text ? this.#chosen(item, text, (name) => name) : text;
  }

  /* an answer as the page says it */
  answer(item, text) {
    if (!text) return "";
    if (item.choices) return this.#chosen(item, text, (name) => (name === "other" ? this.said.other : name));
    const { shownDate, shownNumber } = this.tools;
    const [day, time] = text.split(/T(.*)/s);
    switch (item.worded) {
      case "number": return shownNumber(text);
      case "date": return this.isDate(text) ? shownDate(text) : text;
      case "month": return this.isDate(text) ? shownDate(text, MONTH) : text;
      case "year": return this.isDate(text) ? text.slice(0, 4) : text;
      case "clock": return this.isTime(text) ? clock(text) : text;
      case "moment": return time !== undefined && this.isDate(day) && this.isTime(time) ? `${shownDate(day)} ${clock(time)}` : text;
      case "lines": return text.replaceAll(";", "\n");
      case "file": return text.includes("/") ? text.slice(text.indexOf("/") + 1) || text : text;
      case "yes": return this.said.yes;
      default: return text;
    }
  }

  #chosen(item, text, unknown) {
    const { form, state } = this.whole;
    const labels = new Map(form.choicesOf(item).map(({ name, label }) => [name, form.text(label, state.env.language)]));
    const names = SEVERAL.has(item.kind) ? this.tools.parted(text) : [text];
    return names.map((name) => labels.get(name) || unknown(name)).join(", ");
  }

  // ---- what is wrong

  /* … with an answer that is there; `refusal`: the author's own sentence for the constraint */
  fault(item, text, refusal) {
    const value = this.tools.typed(item.kind, text);
    if (item.check && !item.check(value)) {
      const [name, detail] = this.#unfit(item, value);
      return this.said.faults[`answers.${name}`].replace(/\{(\w+)\}/g, (_, key) => detail[key]);
    }
    if (!item.holds) return this.said.problem;
    return refusal || this.said.faults["answers.constraint"];
  }

  #unfit(item, value) {
    const number = (one) => this.tools.shownNumber(String(Number(one)));
    switch (item.kind) {
      case "text": return ["words", { most: Number(item.parameters.words), found: this.tools.parted(value).length }];
      case "integer": return typeof value === "number" ? ["integer", { value: number(value) }] : noNumber(value, "integer");
      case "decimal": return noNumber(value, "decimal");
      case "range": return typeof value === "number" ? outside(item.parameters ?? {}, value, number) : noNumber(value, "decimal");
      case "geopoint": return ["point", { value: [...value].slice(0, 60).join("") }];
      case "geotrace": return ["line", {}];
      case "geoshape": return ["area", {}];
      case "select_multiple": case "rank": return this.#unfitChoices(item, this.tools.parted(value));
      case "select_one": return ["choice", { value }];
      default: return [item.kind, { value }]; // date, time, datetime, acknowledge
    }
  }

  #unfitChoices(item, names) {
    const choices = this.whole.form.choicesOf(item) ?? [];
    const unknown = item.choicesFrom ? undefined : names.find((name) => !choices.some((choice) => choice.name === name));
    if (unknown !== undefined) return ["choice", { value: unknown }];
    const double = names.find((name, place) => names.lastIndexOf(name) > place);
    return double === undefined ? ["rank", { count: choices.length, found: names.length }] : ["rank_twice", { value: double }];
  }
}

const clock = (text) => text.slice(0, 5).replace(":", ".");

const noNumber = (text, name) => [NUMBER.test(text) ? "number_long" : name, { value: [...text].slice(0, 40).join("") }];

function outside(parameters, value, number) {
  const [start, end, step] = ["start", "end", "step"].map((name) => Number(parameters[name] ?? "1"));
  const isOut = value < Math.min(start, end) || value > Math.max(start, end);
  return [isOut ? "range" : "step", { value: number(value), start: number(start), end: number(end), step: number(step) }];
}
