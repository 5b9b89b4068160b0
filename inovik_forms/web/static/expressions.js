/*
 * The expression language in the browser: evaluates what inovik_forms/expressions/to_json.py writes, with the same
 * results as the server (tests/cases/expressions/ is run by both). No code is made from text: fit for a strict CSP.
 *
 *   evaluate(node, bindings) → value        throws ExpressionError {code, detail}
 *
 * Values: number, string, boolean, or an array of values (a node-set). Blank is ''.
 * Nodes:
 *   ["number", 5]  ["text", "ya"]  ["name", "umur", {bare, lastSaved}]  ["current"]  ["parent"]
 *   ["minus", node]  [operator, left, right] with operator in  or and = != < <= > >= + - * div mod |
 *   ["call", "round", ...nodes]  ["regex", node, program or null]  (null: only the server judges; reads as true)
 * Bindings:
 *   reference(name, {bare, lastSaved}) → value        what a name stands for, seen from this question
 *   current       this question's own value (text or number)
 *   choice        the row of a choice list while its filter runs ({column: text}), else absent
 *   today, now    ISO texts: "2026-11-24", "2026-11-24T09:00:00.000+09:00"
 *   language      "id" or "en", for the names of months and days in format-date
 *   choiceLabel(name, choice) → text, '' when there is none        position() → number, 1-based
 *   indexed(field, [[repeat, index], …]) → value                   table(name, column, keyColumn, key) → text
 *   random() → number in [0, 1); may be absent
 */

const MAX_TEXT = 100000;
const TOLERANCE = 1e-12;
const TOO_BIG = 10n ** 18n;
const DAY = 86400000;
const BLANK = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const BLANKS = new RegExp(`[${BLANK}]+`, "g");
const ENDS = new RegExp(`^[${BLANK}]+|[${BLANK}]+$`, "g");
const NUMBER = /^[ \t\r\n]*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*$/;
const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})/;
const TIME = /^([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?$/;

export class ExpressionError extends Error {
  constructor(code, detail = {}) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

// ---- moments: {days, ms} ----------------------------------------------------------------------------------------

const strip = (text) => text.replace(ENDS, "");
const words = (text) => strip(text).split(BLANKS).filter((word) => word !== "");

function daysOf(year, month, day) {
  const moment = new Date(0);
  moment.setUTCFullYear(year, month - 1, day);
  return moment.getTime() / DAY;
}

function civil(days) {
  const moment = new Date(days * DAY);
  return { year: moment.getUTCFullYear(), month: moment.getUTCMonth() + 1, day: moment.getUTCDate(), weekday: (moment.getUTCDay() + 6) % 7 };
}

const monthLength = (year, month) => civil(daysOf(year, month + 1, 0)).day;
const FIRST_DAY = daysOf(1, 1, 1);
const LAST_DAY = daysOf(9999, 12, 31);

function readTime(text, days) {
  const time = TIME.exec(text);
  if (!time) return null;
  const [hour, minute, second] = [time[1], time[2], time[3] || 0].map(Number);
  if (hour > 23 || minute > 59 || second > 59) return null;
  return { days, ms: ((hour * 60 + minute) * 60 + second) * 1000 + Number(((time[4] || "") + "000").slice(0, 3)) };
}

function readMoment(text) {
  text = strip(text);
  const date = DATE.exec(text);
  if (!date) return readTime(text, 0);
  const [year, month, day] = date.slice(1).map(Number);
  if (!year || month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) return null;
  const days = daysOf(year, month, day);
  const rest = text.slice(date[0].length);
  if (!rest) return { days, ms: 0 };
  return "Tt ".includes(rest[0]) ? readTime(rest.slice(1), days) : null;
}

function momentOf(number) {
  if (!(number > -1e6 && number < 1e7)) return null;
  let days = Math.floor(number);
  let ms = Math.floor((number - days) * DAY + 0.5);
  if (ms === DAY) [days, ms] = [days + 1, 0];
  return days >= FIRST_DAY && days <= LAST_DAY ? { days, ms } : null;
}

const momentNumber = (moment) => moment.days + moment.ms / DAY;
const padded = (number, width) => String(number).padStart(width, "0");

function isoDate(days) {
  const { year, month, day } = civil(days);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

function toMoment(value) {
  value = first(value);
  if (typeof value === "string") return readMoment(value) || momentOf(textNumber(value));
  return momentOf(Number(value));
}

// ---- coercions --------------------------------------------------------------------------------------------------

function textNumber(text) {
  if (text === "") return NaN;
  if (NUMBER.test(text)) return Number(text);
  const moment = readMoment(text);
  return moment ? momentNumber(moment) : NaN;
}

export function toNumber(value) {
  if (typeof value === "number") return value;
  if (typeof value === "string") return textNumber(value);
  if (Array.isArray(value)) return value.length ? toNumber(value[0]) : NaN;
  return Number(value);
}

function numberText(number) {
  if (Number.isNaN(number)) return "";
  const text = String(number);
  const parts = /^(-?)([0-9])(?:\.([0-9]+))?e([+-][0-9]+)$/.exec(text);
  if (!parts) return text;
  const digits = parts[2] + (parts[3] || "");
  const point = 1 + Number(parts[4]);
  if (point <= 0) return `${parts[1]}0.${"0".repeat(-point)}${digits}`;
  return parts[1] + digits.padEnd(point, "0");
}

export function toText(value) {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(value);
  if (Array.isArray(value)) return value.length ? toText(value[0]) : "";
  return value ? "true" : "false";
}

export function toBoolean(value) {
  if (typeof value === "string") return value !== "";
  if (Array.isArray(value)) return value.length > 0 && toBoolean(value[0]);
  return typeof value === "number" ? value !== 0 && !Number.isNaN(value) : value;
}

function answered(value) {
  if (Array.isArray(value)) return value.length > 0 && answered(value[0]);
  return value !== "" && !Number.isNaN(value);
}

function first(value) {
  while (Array.isArray(value)) value = value.length ? value[0] : "";
  return value;
}

const toList = (value) => (Array.isArray(value) ? value.flat(Infinity) : [value]);
const characters = (text) => Array.from(text);

function limited(text) {
  if (text.length > MAX_TEXT && characters(text).length > MAX_TEXT) {
    throw new ExpressionError("expressions.result_too_long", { limit: MAX_TEXT });
  }
  return text;
}

// ---- comparisons ------------------------------------------------------------------------------------------------

const sameNumber = (left, right) => left === right || Math.abs(left - right) < TOLERANCE;

function equal(left, right) {
  if (typeof left === "boolean" || typeof right === "boolean") return toBoolean(left) === toBoolean(right);
  if (Array.isArray(left) || Array.isArray(right)) return anyEqual(toList(left), toList(right));
  if (typeof left === "string" && typeof right === "string") return left === right;
  return sameNumber(toNumber(left), toNumber(right));
}

function anyEqual(lefts, rights) {
  if (lefts.length === 1 || rights.length === 1) return lefts.some((left) => rights.some((right) => equal(left, right)));
  const texts = new Set(lefts.filter((one) => typeof one === "string"));
  return rights.some((one) => typeof one === "string" && texts.has(one)) || meets(lefts, rights) || meets(rights, lefts);
}

function meets(numbers, others) {
  const known = new Set(numbers.filter((one) => typeof one === "number" && !Number.isNaN(one)));
  return known.size > 0 && others.some((one) => known.has(typeof one === "string" ? textNumber(one) : one));
}

function unequal(left, right) {
  if (typeof left === "boolean" || typeof right === "boolean") return toBoolean(left) !== toBoolean(right);
  if (Array.isArray(left) || Array.isArray(right)) {
    const [lefts, rights] = [toList(left), toList(right)];
    if (!lefts.length || !rights.length) return false;
    return !(rights.every((one) => equal(lefts[0], one)) && lefts.every((one) => equal(one, rights[0])));
  }
  return !equal(left, right);
}

const ORDERS = {
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

const least = (numbers) => numbers.reduce((one, other) => (other < one ? other : one));
const greatest = (numbers) => numbers.reduce((one, other) => (other > one ? other : one));
const numbersIn = (values) => values.map(toNumber).filter((number) => !Number.isNaN(number));

function ordered(sign, left, right) {
  if (!Array.isArray(left) && !Array.isArray(right)) return ORDERS[sign](toNumber(left), toNumber(right));
  const [lefts, rights] = [numbersIn(toList(left)), numbersIn(toList(right))];
  if (!lefts.length || !rights.length) return false;
  return sign[0] === "<" ? ORDERS[sign](least(lefts), greatest(rights)) : ORDERS[sign](greatest(lefts), least(rights));
}

// ---- patterns: the program of pattern_program.py, all ways at once ----------------------------------------------

const isWord = (code) => code !== undefined && ((code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122));

function holds(sign, codes, place) {
  if (sign === "^") return place === 0;
  if (sign === "$") return place === codes.length;
  return (isWord(codes[place - 1]) !== isWord(codes[place])) === (sign === "b");
}

function follow(program, start, codes, place) {
  const seen = new Set();
  const waiting = [...start];
  while (waiting.length) {
    const at = waiting.pop();
    if (seen.has(at)) continue;
    seen.add(at);
    const step = program[at];
    if (step[0] === "split") waiting.push(step[1], step[2]);
    else if (step[0] === "jump") waiting.push(step[1]);
    else if (step[0] === "at" && holds(step[1], codes, place)) waiting.push(at + 1);
  }
  return [...seen];
}

function fits(step, code) {
  for (let place = 1; place < step.length; place += 2) if (code >= step[place] && code <= step[place + 1]) return true;
  return false;
}

export function matches(program, text) {
  if (/\p{Cs}/u.test(text)) return false; // half a surrogate pair is no character
  const codes = characters(text).map((letter) => letter.codePointAt(0));
  let states = follow(program, [0], codes, 0);
  for (let place = 0; place < codes.length && states.length; place += 1) {
    const next = states.filter((at) => program[at][0] === "one" && fits(program[at], codes[place])).map((at) => at + 1);
    states = follow(program, next, codes, place + 1);
  }
  return states.some((at) => program[at][0] === "match");
}

// ---- Bahasa Indonesia (bahasa.py) -------------------------------------------------------------------------------

const DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"];
const MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"];
const DIGITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"];
const SCALES = [[10n ** 15n, "kuadriliun"], [10n ** 12n, "triliun"], [10n ** 9n, "miliar"], [10n ** 6n, "juta"], [1000n, "ribu"]];
const ROMAN = [[1000, "M"], [900, "CM"], [500, "D"], [400, "CD"], [100, "C"], [90, "XC"], [50, "L"], [40, "XL"], [10, "X"], [9, "IX"], [5, "V"], [4, "IV"], [1, "I"]];
const SMALL_WORDS = new Set(["di", "ke", "dari", "dan", "yang", "untuk", "dalam", "pada", "dengan", "atau", "tentang", "antara", "bagi", "oleh", "sebagai", "terhadap", "serta"]);
const WORD_START = /(^|[-/([\u0022\u201c\u2018])(\p{L})/gu;

function outOfRange(name, number) {
  return new ExpressionError("expressions.out_of_range", { name, found: numberText(number) });
}

/* {negative, whole: BigInt, fraction: digits} of a number as a person would write it */
function exact(name, number) {
  const [whole, fraction = ""] = Number.isFinite(number) ? numberText(Math.abs(number)).split(".") : [TOO_BIG];
  if (BigInt(whole) >= TOO_BIG) throw outOfRange(name, number);
  return { negative: number < 0, whole: BigInt(whole), fraction };
}

function group(number) {
  const [hundreds, rest] = [Math.floor(number / 100), number % 100];
  const [tens, units] = [Math.floor(rest / 10), rest % 10];
  const found = hundreds ? [hundreds === 1 ? "seratus" : `${DIGITS[hundreds]} ratus`] : [];
  if (rest === 10 || rest === 11) found.push(rest === 10 ? "sepuluh" : "sebelas");
  else if (tens === 1) found.push(`${DIGITS[units]} belas`);
  else {
    if (tens) found.push(`${DIGITS[tens]} puluh`);
    if (units) found.push(DIGITS[units]);
  }
  return found.join(" ");
}

function wholeWords(number) {
  if (number === 0n) return DIGITS[0];
  const found = [];
  for (const [scale, name] of SCALES) {
    const count = number / scale;
    number %= scale;
    if (count) found.push(scale === 1000n && count === 1n ? "seribu" : `${group(Number(count))} ${name}`);
  }
  if (number) found.push(group(Number(number)));
  return found.join(" ");
}

function terbilang(number) {
  const { negative, whole, fraction } = exact("terbilang", number);
  const decimals = fraction ? ` koma ${characters(fraction).map((digit) => DIGITS[digit]).join(" ")}` : "";
  return (negative ? "minus " : "") + wholeWords(whole) + decimals;
}

const dotted = (whole) => String(whole).replace(/\B(?=([0-9]{3})+$)/g, ".");

function angka(number) {
  const { negative, whole, fraction } = exact("angka", number);
  return (negative ? "-" : "") + dotted(whole) + (fraction ? `,${fraction}` : "");
}

function money(name, number) {
  exact(name, number);
  const { negative, whole, fraction } = exact(name, roundHalfUp(number, 2));
  return { negative, whole, sen: fraction.padEnd(2, "0") };
}

function rupiah(number) {
  const { negative, whole, sen } = money("rupiah", number);
  return `${negative ? "-" : ""}Rp${dotted(whole)},${sen}`;
}

function rupiahTerbilang(number) {
  const { negative, whole, sen } = money("rupiah_terbilang", number);
  const parts = whole || sen === "00" ? [`${wholeWords(whole)} rupiah`] : [];
  if (sen !== "00") parts.push(`${wholeWords(BigInt(sen))} sen`);
  return (negative ? "minus " : "") + parts.join(" ");
}

function romawi(number) {
  if (!Number.isInteger(number) || number < 1 || number > 3999) throw outOfRange("romawi", number);
  let letters = "";
  for (const [value, letter] of ROMAN) {
    while (number >= value) [letters, number] = [letters + letter, number - value];
  }
  return letters;
}

function tanggal(days) {
  const { year, month, day } = civil(days);
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

function tanggalTerbilang(days) {
  const { year, month, day } = civil(days);
  return `tanggal ${wholeWords(BigInt(day))}, bulan ${MONTHS[month - 1]}, tahun ${wholeWords(BigInt(year))}`;
}

function daftar(items, conjunction = "dan") {
  if (items.length < 3) return items.join(` ${conjunction} `);
  return `${items.slice(0, -1).join(", ")}, ${conjunction} ${items[items.length - 1]}`;
}

function hurufJudul(text) {
  if (text === text.toUpperCase() && text !== text.toLowerCase() && strip(text).includes(" ")) text = text.toLowerCase();
  let isFirst = true;
  return text.split(new RegExp(`([${BLANK}]+)`)).map((word) => {
    if (strip(word) === "") return word;
    const small = !isFirst && SMALL_WORDS.has(word);
    isFirst = false;
    return small ? word : word.replace(WORD_START, (_, before, letter) => before + letter.toUpperCase());
  }).join("");
}

function addMonths(days, count) {
  const start = civil(days);
  const months = start.year * 12 + start.month - 1 + count;
  const [year, month] = [Math.floor(months / 12), ((months % 12) + 12) % 12 + 1];
  if (!(year >= 1 && year <= 9999)) throw new RangeError();
  return daysOf(year, month, Math.min(start.day, monthLength(year, month)));
}

function endOfTerm(days, count, unit) {
  if (count < 1) throw new RangeError();
  if (unit === "hari") {
    if (days + count - 1 > LAST_DAY) throw new RangeError();
    return days + count - 1;
  }
  const end = addMonths(days, count * (unit === "tahun" ? 12 : 1));
  return civil(end).day < civil(days).day ? end : end - 1;
}

function shifted(name, move) {
  return (value, count, unit) => {
    const moment = toMoment(value);
    if (!moment || Number.isNaN(count)) return "";
    try {
      if (!Number.isFinite(count)) throw new RangeError();
      return isoDate(move(moment.days, Math.trunc(count), unit));
    } catch (problem) {
      if (problem instanceof RangeError) throw outOfRange(name, count);
      throw problem;
    }
  };
}

const ofNumber = (write) => (number) => (Number.isNaN(number) ? "" : write(number));
const ofDate = (write) => (value) => {
  const moment = toMoment(value);
  return moment ? write(moment.days) : "";
};
const asWritten = (value) => (typeof value === "number" && Math.abs(value) < 1e18 ? angka(value) : toText(value));

// ---- functions --------------------------------------------------------------------------------------------------

function roundHalfUp(number, places = 0) {
  if (Number.isNaN(places)) return NaN;
  if (!Number.isFinite(number)) return number;
  places = Math.max(-320, Math.min(320, Math.trunc(places)));
  const [whole, fraction = ""] = numberText(Math.abs(number)).split(".");
  if (places >= fraction.length) return number;
  const step = 10n ** BigInt(fraction.length - places);
  const digits = BigInt(whole + fraction);
  const rounded = digits / step + (2n * (digits % step) >= step ? 1n : 0n);
  return Math.sign(number) * Number(`${rounded}e${-places}`);
}

function pow(base, exponent) {
  return Number.isNaN(base) || Number.isNaN(exponent) ? NaN : base === 0 && exponent < 0 ? Infinity : Math.pow(base, exponent);
}

function substr(text, start, end = Infinity) {
  const letters = characters(text);
  const clip = (place) => {
    if (Number.isNaN(place)) return 0;
    return Math.trunc(Math.max(0, Math.min(letters.length, place < 0 ? place + letters.length : place)));
  };
  return letters.slice(clip(start), clip(end)).join("");
}

function translate(text, old, fresh) {
  const table = new Map();
  const letters = characters(fresh);
  characters(old).forEach((letter, place) => {
    if (!table.has(letter)) table.set(letter, place < letters.length ? letters[place] : "");
  });
  return characters(text).map((letter) => (table.has(letter) ? table.get(letter) : letter)).join("");
}

function selected(answer, choice) {
  choice = strip(choice);
  return choice === "" ? strip(answer) === "" : words(answer).includes(choice);
}

function selectedAt(answer, place) {
  const all = words(answer);
  return place >= 0 && place < all.length ? all[Math.trunc(place)] : "";
}

function before(text, part) {
  const place = part === "" ? -1 : text.indexOf(part);
  return place < 0 ? "" : text.slice(0, place);
}

function after(text, part) {
  const place = text.indexOf(part);
  return place < 0 ? "" : text.slice(place + part.length);
}

const between = (low, high, number) => (low === -1 || number >= low) && (high === -1 || number <= high);

const MONTH_NAMES = {
  id: ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
  en: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};
const DAY_NAMES = {
  id: ["Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"],
  en: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
};

function formatted(moment, pattern, language, withTime) {
  if (!moment) return "";
  const { year, month, day, weekday } = civil(moment.days);
  const names = language.startsWith("en") ? "en" : "id";
  const part = (size, round) => Math.floor(moment.ms / size) % round;
  const parts = new Map(Object.entries({
    Y: padded(year, 4), y: padded(year % 100, 2), m: padded(month, 2), n: String(month), b: MONTH_NAMES[names][month - 1],
    d: padded(day, 2), e: String(day), a: DAY_NAMES[names][weekday],
  }));
  if (withTime) {
    parts.set("H", padded(part(3600000, 24), 2)).set("h", String(part(3600000, 24))).set("M", padded(part(60000, 60), 2));
    parts.set("S", padded(part(1000, 60), 2)).set("3", padded(part(1, 1000), 3));
  }
  return pattern.replace(/%([^])/gu, (code, letter) => (parts.has(letter) ? parts.get(letter) : code));
}

function label(name, value, bindings) {
  const found = toList(value).flatMap((answer) => {
    const text = toText(answer);
    if (text === "") return [];
    const whole = bindings.choiceLabel(name, text);
    if (whole) return [whole];
    const parts = words(text);
    const labels = parts.map((part) => bindings.choiceLabel(name, part));
    return labels.some((one) => one) ? labels.map((one, place) => one || parts[place]) : [asWritten(answer)];
  });
  return daftar(found);
}

function uuid(bindings, length) {
  const random = bindings.random || Math.random;
  const draw = (letters) => letters[Math.floor(random() * letters.length)];
  if (length !== undefined) {
    const size = length > 0 ? Math.trunc(Math.min(1000, length)) : 0;
    return Array.from({ length: size }, () => draw("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")).join("");
  }
  const digits = Array.from({ length: 32 }, () => draw("0123456789abcdef"));
  digits[12] = "4";
  digits[16] = "89ab"[parseInt(digits[16], 16) % 4];
  const text = digits.join("");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

function index(number) {
  if (!(number < 1e15)) return 1e15;
  return number >= 1 ? Math.trunc(number) : 1;
}

/* Types of the parameters (n number, t text, b boolean, v value, s all values; * = the last again and again), function. */
const PLAIN = new Map(Object.entries({
  not: ["b", (truth) => !truth], true: ["", () => true], false: ["", () => false],
  string: ["t", (text) => text], number: ["n", (number) => number], boolean: ["b", (truth) => truth],
  "boolean-from-string": ["t", (text) => text === "true" || text === "1"],
  selected: ["tt", selected], "selected-at": ["tn", selectedAt], "count-selected": ["t", (text) => words(text).length],
  checklist: ["nns*", (low, high, ...sets) => between(low, high, sets.flat().filter(toBoolean).length)],
  count: ["s", (values) => values.length], "count-non-empty": ["s", (values) => values.filter(answered).length],
  sum: ["s", (values) => numbersIn(values).reduce((one, other) => one + other, 0)],
  min: ["s*", (...sets) => { const all = numbersIn(sets.flat()); return all.length ? least(all) : ""; }],
  max: ["s*", (...sets) => { const all = numbersIn(sets.flat()); return all.length ? greatest(all) : ""; }],
  concat: ["s*", (...sets) => limited(sets.flat().map(toText).join(""))],
  join: ["ts*", (separator, ...sets) => limited(sets.flat().map(toText).join(separator))],
  substr: ["tnn", substr], "substring-before": ["tt", before], "substring-after": ["tt", after],
  "string-length": ["t", (text) => characters(text).length], contains: ["tt", (text, part) => text.includes(part)],
  "starts-with": ["tt", (text, part) => text.startsWith(part)], "ends-with": ["tt", (text, part) => text.endsWith(part)],
  translate: ["ttt", translate], "normalize-space": ["t", (text) => words(text).join(" ")],
  round: ["nn", roundHalfUp], int: ["n", Math.trunc], floor: ["n", Math.floor], ceiling: ["n", Math.ceil],
  abs: ["n", Math.abs], pow: ["nn", pow], sqrt: ["n", Math.sqrt], exp: ["n", Math.exp], exp10: ["n", (number) => pow(10, number)],
  log: ["n", Math.log], log10: ["n", Math.log10], sin: ["n", Math.sin], cos: ["n", Math.cos], tan: ["n", Math.tan],
  asin: ["n", Math.asin], acos: ["n", Math.acos], atan: ["n", Math.atan], atan2: ["nn", Math.atan2], pi: ["", () => Math.PI],
  date: ["v", ofDate(isoDate)],
  "decimal-date-time": ["v", (value) => { const moment = toMoment(value); return moment ? momentNumber(moment) : NaN; }],
  "decimal-time": ["v", (value) => { const moment = toMoment(value); return moment ? moment.ms / DAY : NaN; }],
  terbilang: ["n", ofNumber(terbilang)], angka: ["n", ofNumber(angka)], rupiah: ["n", ofNumber(rupiah)],
  rupiah_terbilang: ["n", ofNumber(rupiahTerbilang)], romawi: ["n", ofNumber(romawi)],
  tanggal: ["v", ofDate(tanggal)], tanggal_terbilang: ["v", ofDate(tanggalTerbilang)],
  hari: ["v", ofDate((days) => DAYS[civil(days).weekday])],
  tambah_bulan: ["vn", shifted("tambah_bulan", addMonths)],
  tambah_tahun: ["vn", shifted("tambah_tahun", (days, count) => addMonths(days, 12 * count))],
  akhir_masa: ["vnt", shifted("akhir_masa", endOfTerm)],
  daftar: ["st", (values, conjunction) => limited(daftar(values.filter(answered).map(asWritten), conjunction))],
  huruf_besar: ["t", (text) => text.toUpperCase()], huruf_judul: ["t", hurufJudul],
}));

/* Functions that choose what to evaluate, or look at names: (argument nodes, bindings) → value. */
const SPECIAL = new Map(Object.entries({
  if: ([condition, then, otherwise], bindings) => evaluate(truth(condition, bindings) ? then : otherwise, bindings),
  coalesce: ([one, other], bindings) => {
    const value = first(evaluate(one, bindings));
    return answered(value) ? value : evaluate(other, bindings);
  },
  once: ([fresh], bindings) => {
    if (answered(bindings.current)) return bindings.current;
    const value = first(evaluate(fresh, bindings));
    return answered(value) ? value : "";
  },
  "weighted-checklist": ([low, high, ...pairs], bindings) => {
    let weight = 0;
    for (let place = 0; place < pairs.length; place += 2) {
      const its = toNumber(evaluate(pairs[place + 1], bindings));
      if (truth(pairs[place], bindings)) weight += its;
    }
    return between(toNumber(evaluate(low, bindings)), toNumber(evaluate(high, bindings)), weight);
  },
  "jr:choice-name": ([value, question], bindings) => bindings.choiceLabel(question[1], toText(evaluate(value, bindings))),
  label: ([question], bindings) => label(question[1], evaluate(question, bindings), bindings),
  position: (_, bindings) => bindings.position(),
  "indexed-repeat": ([field, ...rest], bindings) => {
    const pairs = [];
    for (let place = 0; place < rest.length; place += 2) {
      pairs.push([rest[place][1], index(toNumber(evaluate(rest[place + 1], bindings)))]);
    }
    return bindings.indexed(field[1], pairs);
  },
  pulldata: (nodes, bindings) => bindings.table(...nodes.map((node) => toText(evaluate(node, bindings)))),
  today: (_, bindings) => bindings.today,
  now: (_, bindings) => bindings.now,
  random: (_, bindings) => (bindings.random || Math.random)(),
  uuid: ([length], bindings) => uuid(bindings, length && toNumber(evaluate(length, bindings))),
  "format-date": ([value, pattern], bindings) =>
    formatted(toMoment(evaluate(value, bindings)), toText(evaluate(pattern, bindings)), bindings.language || "id", false),
  "format-date-time": ([value, pattern], bindings) =>
    formatted(toMoment(evaluate(value, bindings)), toText(evaluate(pattern, bindings)), bindings.language || "id", true),
}));

const ARITHMETIC = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  div: (left, right) => left / right,
  mod: (left, right) => left % right,
};

/* A reference alone as a condition means: is it answered. */
function truth(node, bindings) {
  const value = evaluate(node, bindings);
  return node[0] === "name" || node[0] === "current" ? answered(value) : toBoolean(value);
}

function argument(type, node, bindings) {
  if (type === "b") return truth(node, bindings);
  const value = evaluate(node, bindings);
  if (type === "n") return toNumber(value);
  if (type === "t") return toText(value);
  return type === "s" ? toList(value) : value;
}

function call(name, nodes, bindings) {
  if (SPECIAL.has(name)) return SPECIAL.get(name)(nodes, bindings);
  if (!PLAIN.has(name)) throw new ExpressionError("expressions.unknown_function", { name });
  const [types, run] = PLAIN.get(name);
  const last = types.endsWith("*") ? types[types.length - 2] : "";
  return run(...nodes.map((node, place) => argument(place < types.length - (last ? 1 : 0) ? types[place] : last, node, bindings)));
}

function named(name, how, bindings) {
  if (how.bare && bindings.choice && Object.hasOwn(bindings.choice, name)) return bindings.choice[name];
  return bindings.reference(name, how);
}

export function evaluate(node, bindings) {
  const [kind, one, other] = node;
  switch (kind) {
    case "number": return Number(one);
    case "text": return one;
    case "name": return named(one, other, bindings);
    case "current": return bindings.current === undefined ? "" : bindings.current;
    case "minus": return -toNumber(evaluate(one, bindings));
    case "call": return call(one, node.slice(2), bindings);
    case "regex": return other === null || matches(other, toText(evaluate(one, bindings)));
    case "or": return truth(one, bindings) || truth(other, bindings);
    case "and": return truth(one, bindings) && truth(other, bindings);
    case "=": return equal(evaluate(one, bindings), evaluate(other, bindings));
    case "!=": return unequal(evaluate(one, bindings), evaluate(other, bindings));
    case "|": return toList(evaluate(one, bindings)).concat(toList(evaluate(other, bindings)));
    default:
      if (Object.hasOwn(ORDERS, kind)) return ordered(kind, evaluate(one, bindings), evaluate(other, bindings));
      if (!Object.hasOwn(ARITHMETIC, kind)) throw new ExpressionError("expressions.unexpected", { found: kind });
      return ARITHMETIC[kind](toNumber(evaluate(one, bindings)), toNumber(evaluate(other, bindings)));
  }
}
