/* The function table: name → [types of the parameters, function]. Those that look at names are in special.js.
 * Types: n number, t text, b boolean, v value, s all values; * = the last again and again. */

import * as bahasa from "./bahasa.js";
import { characters, words } from "./blanks.js";
import { greatest, least, numbersIn } from "./comparisons.js";
import { DAY, civil, isoDate, momentNumber } from "./moments.js";
import { pow, roundHalfUp } from "./numbers.js";
import * as texts from "./texts.js";
import { answered, limited, toBoolean, toMoment, toText } from "./values.js";

const { ofDate, ofNumber } = bahasa;

export const PLAIN = new Map(Object.entries({
  not: ["b", (truth) => !truth], true: ["", () => true], false: ["", () => false],
  string: ["t", (text) => text], number: ["n", (number) => number], boolean: ["b", (truth) => truth],
  "boolean-from-string": ["t", (text) => text === "true" || text === "1"],
  selected: ["tt", texts.selected], "selected-at": ["tn", texts.selectedAt], "count-selected": ["t", (text) => words(text).length],
  checklist: ["nns*", (low, high, ...sets) => texts.between(low, high, sets.flat().filter(toBoolean).length)],
  count: ["s", (values) => values.length], "count-non-empty": ["s", (values) => values.filter(answered).length],
  sum: ["s", (values) => numbersIn(values).reduce((one, other) => one + other, 0)],
  min: ["s*", (...sets) => { const all = numbersIn(sets.flat()); return all.length ? least(all) : ""; }],
  max: ["s*", (...sets) => { const all = numbersIn(sets.flat()); return all.length ? greatest(all) : ""; }],
  concat: ["s*", (...sets) => limited(sets.flat().map(toText).join(""))],
  join: ["ts*", (separator, ...sets) => limited(sets.flat().map(toText).join(separator))],
  substr: ["tnn", texts.substr], "substring-before": ["tt", texts.before], "substring-after": ["tt", texts.after],
  "string-length": ["t", (text) => characters(text).length], contains: ["tt", (text, part) => text.includes(part)],
  "starts-with": ["tt", (text, part) => text.startsWith(part)], "ends-with": ["tt", (text, part) => text.endsWith(part)],
  translate: ["ttt", texts.translate], "normalize-space": ["t", (text) => words(text).join(" ")],
  round: ["nn", roundHalfUp], int: ["n", Math.trunc], floor: ["n", Math.floor], ceiling: ["n", Math.ceil],
  abs: ["n", Math.abs], pow: ["nn", pow], sqrt: ["n", Math.sqrt], exp: ["n", Math.exp], exp10: ["n", (number) => pow(10, number)],
  log: ["n", Math.log], log10: ["n", Math.log10], sin: ["n", Math.sin], cos: ["n", Math.cos], tan: ["n", Math.tan],
  asin: ["n", Math.asin], acos: ["n", Math.acos], atan: ["n", Math.atan], atan2: ["nn", Math.atan2], pi: ["", () => Math.PI],
  date: ["v", ofDate(isoDate)],
  "decimal-date-time": ["v", (value) => { const moment = toMoment(value); return moment ? momentNumber(moment) : NaN; }],
  "decimal-time": ["v", (value) => { const moment = toMoment(value); return moment ? moment.ms / DAY : NaN; }],
  terbilang: ["n", ofNumber(bahasa.terbilang)], angka: ["n", ofNumber(bahasa.angka)], rupiah: ["n", ofNumber(bahasa.rupiah)],
  rupiah_terbilang: ["n", ofNumber(bahasa.rupiahTerbilang)], romawi: ["n", ofNumber(bahasa.romawi)],
  tanggal: ["v", ofDate(bahasa.tanggal)], tanggal_terbilang: ["v", ofDate(bahasa.tanggalTerbilang)],
  hari: ["v", ofDate((days) => bahasa.DAYS[civil(days).weekday])],
  tambah_bulan: ["vn", bahasa.shifted("tambah_bulan", bahasa.addMonths)],
  tambah_tahun: ["vn", bahasa.shifted("tambah_tahun", (days, count) => bahasa.addMonths(days, 12 * count))],
  akhir_masa: ["vnt", bahasa.shifted("akhir_masa", bahasa.endOfTerm)],
  daftar: ["st", (values, conjunction) => limited(bahasa.daftar(values.filter(answered).map(bahasa.asWritten), conjunction))],
  huruf_besar: ["t", (text) => text.toUpperCase()], huruf_judul: ["t", bahasa.hurufJudul],
}));
