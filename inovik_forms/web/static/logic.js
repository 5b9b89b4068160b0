/* Shows, hides and calculates at once, with the same expressions as the server. */

import { asKept, isNumber, shownNumber } from "./typed.js";

/* a function that brings the page up to date with what is typed in it */
export async function startLogic(page) {
  const source = document.getElementById("logika");
  if (!source) return () => {};
  const logic = JSON.parse(source.textContent);
  const { evaluate, toBoolean, toText } = await import("./expressions.js");
  const kinds = new Map(logic.items.map((item) => [item.path, item.kind]));
  const values = new Map(Object.entries(logic.values));
  const hidden = new Map(logic.hidden.map((path) => [path, true]));

  const isHidden = (path) => {
    for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) if (hidden.get(path.slice(0, end))) return true;
    return false;
  };
  const value = (path) => {
    if (isHidden(path)) return "";
    const text = kinds.has(path) ? page.typed(path) : undefined;
    if (text === undefined) return values.get(path) ?? "";
    const plain = asKept(kinds.get(path), text);
    return isNumber(kinds.get(path)) && plain !== "" && !Number.isNaN(Number(plain)) ? Number(plain) : plain;
  };
  const bindings = (path) => ({
    reference: (name) => (name in logic.names ? value(logic.names[name]) : logic.known[name] ?? ""),
    current: value(path),
    today: logic.today,
    now: logic.now,
    language: document.documentElement.lang,
    position: () => logic.position,
    choiceLabel: () => "",
    random: Math.random,
  });
  const run = (expression, path) => {
    try {
      return evaluate(expression, bindings(path));
    } catch {
      return undefined; // the server will say
    }
  };

  function pass() {
    let changed = false;
    for (const item of logic.items) {
      if (item.relevant) {
        const shown = run(item.relevant, item.path);
        if (shown !== undefined && hidden.get(item.path) !== !toBoolean(shown)) {
          hidden.set(item.path, !toBoolean(shown));
          changed = true;
        }
      }
      if (item.calculation) {
        let made = run(item.calculation, item.path);
        if (made === undefined) continue;
        // As the server keeps it: a number question reads as a number, anything else as text; NaN is a blank.
        made = isNumber(item.kind) && typeof made === "number" && !Number.isNaN(made) ? made : toText(made);
        if (made !== values.get(item.path)) {
          values.set(item.path, made);
          changed = true;
        }
      }
    }
    return changed;
  }

  return () => {
    for (let round = 0; round <= logic.items.length && pass(); round += 1);
    for (const item of logic.items) {
      const element = page.holder(page.answerPath(item.path));
      if (!element) continue;
      element.hidden = isHidden(item.path);
      const output = item.calculation && element.querySelector("output");
      if (output && isNumber(item.kind)) output.textContent = shownNumber(toText(values.get(item.path) ?? "")) || "–";
    }
  };
}
