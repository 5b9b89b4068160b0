/*
 * The expression language in the browser: closures of what inovik_forms/expressions/to_json.py writes, with the same
 * results as the server (tests/cases/expressions/ is run by both). No code is made from text: fit for a strict CSP.
 *
 *   compile(node, bindings, columns) → run;  run(env) → value        throws ExpressionError {code, detail}
 *
 * Values: number, string, boolean, or an array of values (a node-set). Blank is ''.
 * Nodes:
 *   ["number", 5]  ["text", "ya"]  ["name", "umur", {bare, lastSaved}]  ["current"]  ["parent", levels up]
 *   ["minus", node]  [operator, left, right] with operator in  or and = != < <= > >= + - * div mod |
 *   ["call", "round", ...nodes]  ["regex", node, program or null]  (null: only the server judges; reads as true)
 *   ["lookup", table, column or "", condition or null]
 * Bindings, asked once, when the expression is compiled:
 *   reference(name, {bare, lastSaved}) → run     position(node) → run        choiceLabel(name) → (env, choice) → text
 *   indexed(field, [[repeat, run], …]) → run     table(name) → [{column: cell}, …] or null
 * Env, for each evaluation:
 *   current       this question's own value        choice   the row of a choice list while its filter runs
 *   today, now    ISO texts: "2026-11-24", "2026-11-24T09:00:00.000+09:00"
 *   language      "id" or "en"                     random   () → number in [0, 1); may be absent
 */

import { ORDERS, equal, ordered, unequal } from "./comparisons.js";
import { PLAIN } from "./functions.js";
import { lookup } from "./lookups.js";
import { matches } from "./patterns.js";
import { SPECIAL } from "./special.js";
import { ExpressionError, answered, toBoolean, toList, toNumber, toText } from "./values.js";

export { ExpressionError, toBoolean, toNumber, toText } from "./values.js";

const ARITHMETIC = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  div: (left, right) => left / right,
  mod: (left, right) => left % right,
};

class Compiler {
  constructor(bindings, columns) {
    this.bindings = bindings;
    this.columns = columns;
    for (const kind of ["value", "text", "number", "truth", "values"]) this[kind] = this[kind].bind(this);
  }

  value(node) {
    const [kind, one, other] = node;
    switch (kind) {
      case "number": { const number = Number(one); return () => number; }
      case "text": return () => one;
      case "name": return this.named(one, other);
      case "current": return (env) => env.current ?? "";
      case "minus": { const number = this.number(one); return (env) => -number(env); }
      case "call": return this.call(one, node.slice(2));
      case "regex": { const text = this.text(one); return (env) => other === null || matches(other, text(env)); }
      case "lookup": return lookup(this, one, other, node[3]);
      case "or": { const [left, right] = [this.truth(one), this.truth(other)]; return (env) => left(env) || right(env); }
      case "and": { const [left, right] = [this.truth(one), this.truth(other)]; return (env) => left(env) && right(env); }
      case "|": { const [left, right] = [this.values(one), this.values(other)]; return (env) => left(env).concat(right(env)); }
      default: return this.operator(kind, one, other);
    }
  }

  operator(sign, one, other) {
    if (Object.hasOwn(ARITHMETIC, sign)) {
      const [run, left, right] = [ARITHMETIC[sign], this.number(one), this.number(other)];
      return (env) => run(left(env), right(env));
    }
    const [left, right] = [this.value(one), this.value(other)];
    if (sign === "=") return (env) => equal(left(env), right(env));
    if (sign === "!=") return (env) => unequal(left(env), right(env));
    if (!Object.hasOwn(ORDERS, sign)) throw new ExpressionError("expressions.unexpected", { found: sign });
    return (env) => ordered(sign, left(env), right(env));
  }

  text(node) {
    const run = this.value(node);
    return (env) => toText(run(env));
  }

  number(node) {
    const run = this.value(node);
    return (env) => toNumber(run(env));
  }

  values(node) {
    const run = this.value(node);
    return (env) => toList(run(env));
  }

  /* A reference alone as a condition means: is it answered. */
  truth(node) {
    const run = this.value(node);
    return node[0] === "name" || node[0] === "current" ? (env) => answered(run(env)) : (env) => toBoolean(run(env));
  }

  named(name, how) {
    if (how.bare && this.columns.has(name)) return (env) => env.choice?.[name] ?? "";
    return this.bindings.reference(name, how);
  }

  call(name, nodes) {
    if (SPECIAL.has(name)) return SPECIAL.get(name)(nodes, this);
    if (!PLAIN.has(name)) throw new ExpressionError("expressions.unknown_function", { name });
    const [types, run] = PLAIN.get(name);
    const last = types.endsWith("*") ? types[types.length - 2] : "";
    const kinds = { b: this.truth, n: this.number, t: this.text, s: this.values, v: this.value };
    const given = nodes.map((node, place) => kinds[place < types.length - (last ? 1 : 0) ? types[place] : last](node));
    const [one, two] = given;
    if (given.length === 1) return (env) => run(one(env));
    if (given.length === 2) return (env) => run(one(env), two(env));
    return (env) => run(...given.map((argument) => argument(env)));
  }

  /* the same compiler where these bare names are columns */
  within(columns) {
    return new Compiler(this.bindings, columns);
  }
}

export function compile(node, bindings, columns = []) {
  return new Compiler(bindings, new Set(columns)).value(node);
}

/* the same as a condition */
export function compileCondition(node, bindings, columns = []) {
  return new Compiler(bindings, new Set(columns)).truth(node);
}
