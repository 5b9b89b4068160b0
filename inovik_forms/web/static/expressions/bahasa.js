/* Bahasa Indonesia (bahasa.py): numbers, money, dates and lists in words. */

import { BLANK, characters, strip } from "./blanks.js";
import { LAST_DAY, civil, daysOf, isoDate, monthLength } from "./moments.js";
import { roundHalfUp } from "./numbers.js";
import { ExpressionError, numberText, toMoment, toText } from "./values.js";

const TOO_BIG = 10n ** 18n;
export const DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"];
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

export function terbilang(number) {
  const { negative, whole, fraction } = exact("terbilang", number);
  const decimals = fraction ? ` koma ${characters(fraction).map((digit) => DIGITS[digit]).join(" ")}` : "";
  return (negative ? "minus " : "") + wholeWords(whole) + decimals;
}

const dotted = (whole) => String(whole).replace(/\B(?=([0-9]{3})+$)/g, ".");

export function angka(number) {
  const { negative, whole, fraction } = exact("angka", number);
  return (negative ? "-" : "") + dotted(whole) + (fraction ? `,${fraction}` : "");
}

function money(name, number) {
  exact(name, number);
  const { negative, whole, fraction } = exact(name, roundHalfUp(number, 2));
  return { negative, whole, sen: fraction.padEnd(2, "0") };
}

export function rupiah(number) {
  const { negative, whole, sen } = money("rupiah", number);
  return `${negative ? "-" : ""}Rp${dotted(whole)},${sen}`;
}

export function rupiahTerbilang(number) {
  const { negative, whole, sen } = money("rupiah_terbilang", number);
  const parts = whole || sen === "00" ? [`${wholeWords(whole)} rupiah`] : [];
  if (sen !== "00") parts.push(`${wholeWords(BigInt(sen))} sen`);
  return (negative ? "minus " : "") + parts.join(" ");
}

export function romawi(number) {
  if (!Number.isInteger(number) || number < 1 || number > 3999) throw outOfRange("romawi", number);
  let letters = "";
  for (const [value, letter] of ROMAN) {
    while (number >= value) [letters, number] = [letters + letter, number - value];
  }
  return letters;
}

export function tanggal(days) {
  const { year, month, day } = civil(days);
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

export function tanggalTerbilang(days) {
  const { year, month, day } = civil(days);
  return `tanggal ${wholeWords(BigInt(day))}, bulan ${MONTHS[month - 1]}, tahun ${wholeWords(BigInt(year))}`;
}

export function daftar(items, conjunction = "dan") {
  if (items.length < 3) return items.join(` ${conjunction} `);
  return `${items.slice(0, -1).join(", ")}, ${conjunction} ${items[items.length - 1]}`;
}

export function hurufJudul(text) {
  if (text === text.toUpperCase() && text !== text.toLowerCase() && strip(text).includes(" ")) text = text.toLowerCase();
  let isFirst = true;
  return text.split(new RegExp(`([${BLANK}]+)`)).map((word) => {
    if (strip(word) === "") return word;
    const small = !isFirst && SMALL_WORDS.has(word);
    isFirst = false;
    return small ? word : word.replace(WORD_START, (_, before, letter) => before + letter.toUpperCase());
  }).join("");
}

export function addMonths(days, count) {
  const start = civil(days);
  const months = start.year * 12 + start.month - 1 + count;
  const [year, month] = [Math.floor(months / 12), ((months % 12) + 12) % 12 + 1];
  if (!(year >= 1 && year <= 9999)) throw new RangeError();
  return daysOf(year, month, Math.min(start.day, monthLength(year, month)));
}

export function endOfTerm(days, count, unit) {
  if (count < 1) throw new RangeError();
  if (unit === "hari") {
    if (days + count - 1 > LAST_DAY) throw new RangeError();
    return days + count - 1;
  }
  const end = addMonths(days, count * (unit === "tahun" ? 12 : 1));
  return civil(end).day < civil(days).day ? end : end - 1;
}

export function shifted(name, move) {
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

export const ofNumber = (write) => (number) => (Number.isNaN(number) ? "" : write(number));
export const ofDate = (write) => (value) => {
  const moment = toMoment(value);
  return moment ? write(moment.days) : "";
};
export const asWritten = (value) => (typeof value === "number" && Math.abs(value) < 1e18 ? angka(value) : toText(value));
