/* Functions that choose what to evaluate, look at names or at the surroundings: (argument nodes, compiler) → run(env).
 * The compiler gives value(node), text(node), number(node), truth(node) and its bindings. */

import { asWritten, daftar } from "./bahasa.js";
import { words } from "./blanks.js";
import { between, formatted } from "./texts.js";
import { answered, first, toList, toMoment, toText } from "./values.js";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const PAST_EVERY_END = 1e15;

function label(value, labelOf) {
  return (env) => daftar(toList(value(env)).flatMap((answer) => {
    const text = toText(answer);
    if (text === "") return [];
    const whole = labelOf(env, text);
    if (whole) return [whole];
    const parts = words(text);
    const labels = parts.map((part) => labelOf(env, part));
    return labels.some((one) => one) ? labels.map((one, place) => one || parts[place]) : [asWritten(answer)];
  }));
}

function uuid(random, length) {
  const draw = (letters) => letters[Math.floor(random() * letters.length)];
  if (length !== undefined) {
    const size = length > 0 ? Math.trunc(Math.min(1000, length)) : 0;
    return Array.from({ length: size }, () => draw(LETTERS)).join("");
  }
  const digits = Array.from({ length: 32 }, () => draw("0123456789abcdef"));
  digits[12] = "4";
  digits[16] = "89ab"[parseInt(digits[16], 16) % 4];
  const text = digits.join("");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

function index(number) {
  if (!(number < PAST_EVERY_END)) return PAST_EVERY_END;
  return number >= 1 ? Math.trunc(number) : 1;
}

const dated = (withTime) => ([value, pattern], compiler) => {
  const [moment, form] = [compiler.value(value), compiler.text(pattern)];
  return (env) => formatted(toMoment(moment(env)), form(env), env.language || "id", withTime);
};

function pulldata([name, column, keyColumn, key], { bindings, text }) {
  const rows = bindings.table(name[1]) || [];
  const cells = new Map();
  for (const row of rows) if (!cells.has(row[keyColumn[1]])) cells.set(row[keyColumn[1]], row[column[1]]);
  const wanted = text(key);
  return (env) => cells.get(wanted(env)) ?? "";
}

export const SPECIAL = new Map(Object.entries({
  if: ([condition, then, otherwise], { truth, value }) => {
    const [holds, one, other] = [truth(condition), value(then), value(otherwise)];
    return (env) => (holds(env) ? one(env) : other(env));
  },
  coalesce: ([one, other], { value }) => {
    const [wanted, spare] = [value(one), value(other)];
    return (env) => {
      const found = first(wanted(env));
      return answered(found) ? found : spare(env);
    };
  },
  once: ([node], { value }) => {
    const fresh = value(node);
    return (env) => {
      if (answered(env.current)) return env.current;
      const found = first(fresh(env));
      return answered(found) ? found : "";
    };
  },
  "weighted-checklist": ([low, high, ...pairs], { number, truth }) => {
    const [least, most] = [number(low), number(high)];
    const parts = [];
    for (let place = 0; place < pairs.length; place += 2) parts.push([truth(pairs[place]), number(pairs[place + 1])]);
    return (env) => {
      let sum = 0;
      for (const [holds, weight] of parts) {
        const its = weight(env);
        if (holds(env)) sum += its;
      }
      return between(least(env), most(env), sum);
    };
  },
  "jr:choice-name": ([value, question], { bindings, text }) => {
    const [name, labelOf] = [text(value), bindings.choiceLabel(question[1])];
    return (env) => labelOf(env, name(env));
  },
  label: ([question], { bindings, value }) => label(value(question), bindings.choiceLabel(question[1])),
  position: ([where], { bindings }) => bindings.position(where),
  "indexed-repeat": ([field, ...rest], { bindings, number }) => {
    const pairs = [];
    for (let place = 0; place < rest.length; place += 2) {
      const at = number(rest[place + 1]);
      pairs.push([rest[place][1], (env) => index(at(env))]);
    }
    return bindings.indexed(field[1], pairs);
  },
  pulldata,
  today: () => (env) => env.today,
  now: () => (env) => env.now,
  random: () => (env) => (env.random || Math.random)(),
  uuid: ([length], { number }) => {
    const size = length && number(length);
    return (env) => uuid(env.random || Math.random, size && size(env));
  },
  "format-date": dated(false),
  "format-date-time": dated(true),
}));
