/* What is typed and what is kept: Indonesian numbers, dates and times. web/canonical.py says the same, and
   tests/cases/web/typed.json holds both to it. */

const MONTHS = [["jan"], ["feb", "peb"], ["mar"], ["apr"], ["mei", "may"], ["jun"], ["jul"], ["ag", "aug"], ["sep"], ["okt", "oct"], ["nov", "nop"], ["des", "dec"]];
const NUMBERS = new Set(["integer", "decimal", "range"]);

export const isNumber = (kind) => NUMBERS.has(kind);

/* "1.500.000" → "1500000", "Rp 2,5" → "2.5"; the text itself when it is no number */
export function number(text) {
  const bare = text.trim().replace(/^(rp\.?|idr)\s*/i, "").replace(/[\s\u00a0]/g, "").replace(/,-$/, "").replace("\u2212", "-");
  const sign = bare.startsWith("-") ? "-" : "";
  let digits = bare.replace(/^[-+]/, "");
  if (/^\d{1,3}(\.\d{3})+(,\d*)?$/.test(digits)) digits = digits.replaceAll(".", "").replace(",", ".");
  else if (/^\d{1,3}(,\d{3}){2,}(\.\d*)?$/.test(digits)) digits = digits.replaceAll(",", "");
  else if (/^\d*,\d+$/.test(digits)) digits = digits.replace(",", ".");
  else if (!/^\d+(\.\d+)?$/.test(digits)) return text.trim();
  const [whole, part = ""] = digits.split(".");
  const value = [whole.replace(/^0+/, "") || "0", part.replace(/0+$/, "")].filter(Boolean).join(".");
  return value === "0" ? value : sign + value;
}

/* "1500000.5" → "1.500.000,5" */
export function shownNumber(text) {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts) return text;
  return parts[1] + parts[2].replace(/\B(?=(\d{3})+$)/g, ".") + (parts[3] ? `,${parts[3]}` : "");
}

/* "14 nov 2026", "14/11/26" → "2026-11-14"; the text itself when it is no date */
export function day(text) {
  const bare = text.trim();
  if (!/\d\D+\d+\D+\d|[A-Za-z]/.test(bare)) return bare;
  const found = /^(?:[A-Za-z]+\s*,\s*)?(\d{1,2})\s*[-/. ]?\s*(\d{1,2}|[A-Za-z]{3,})\s*[-/. ]?\s*(\d{4}|\d{2})$/.exec(bare);
  return found ? iso(Number(found[3]) + (found[3].length === 2 ? 2000 : 0), month(found[2]), Number(found[1])) || bare : bare;
}

/* "nov 2026", "2026" or a whole date → the first day of it */
function period(text) {
  const bare = text.trim();
  const short = /^(\d{1,2}|[A-Za-z]{3,})\s*[-/. ]\s*(\d{4})$/.exec(bare);
  const parts = short ? [short[2], month(short[1])] : /^(\d{4})(?:-(\d{2}))?$/.exec(bare)?.slice(1);
  return parts ? iso(Number(parts[0]), Number(parts[1] ?? 1), 1) || bare : bare;
}

/* "10.42", "9:05" → "10:42", "09:05" */
export function clock(text) {
  const found = /^(\d{1,2})[.:](\d{2})([.:]\d{2}(?:\.\d+)?)?$/.exec(text.trim());
  if (!found || Number(found[1]) > 23 || Number(found[2]) > 59) return text.trim();
  return `${found[1].padStart(2, "0")}:${found[2]}${(found[3] ?? "").replace(".", ":")}`;
}

/* points typed a line each → "lat lon;lat lon" */
export const points = (text) => text.split(/[;\n]/).map((line) => line.trim().split(/\s+/).join(" ")).filter(Boolean).join(";");

/* what expressions read of a text typed for this kind of question */
export function asKept(kind, text) {
  if (NUMBERS.has(kind)) return number(text);
  if (kind === "date") return period(day(text));
  if (kind === "geotrace" || kind === "geoshape") return points(text);
  return kind === "time" ? clock(text) : text.trim();
}

/* "2026-11-14" → "14 November 2026" in the language of the page; `parts`: what of it */
export function shownDate(text, parts = { day: "numeric", month: "long", year: "numeric" }) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!found) return text;
  const language = document.documentElement.lang === "en" ? "en-GB" : "id-ID";
  return new Intl.DateTimeFormat(language, { ...parts, timeZone: "UTC" }).format(Date.UTC(found[1], found[2] - 1, found[3]));
}

function month(name) {
  if (/^\d+$/.test(name)) return Number(name);
  return MONTHS.findIndex((beginnings) => beginnings.some((start) => name.toLowerCase().startsWith(start))) + 1;
}

function iso(year, month, day) {
  const made = new Date(Date.UTC(year, month - 1, day));
  made.setUTCFullYear(year);
  const fits = year > 0 && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
  return fits ? made.toISOString().slice(0, 10) : "";
}
