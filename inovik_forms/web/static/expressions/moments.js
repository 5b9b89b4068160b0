/* Dates and times: {days since 1970-01-01, ms since midnight}. Clock times are taken as they are written (moments.py). */

import { strip } from "./blanks.js";

export const DAY = 86400000;
const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})/;
const TIME = /^([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?$/;

export function daysOf(year, month, day) {
  const moment = new Date(0);
  moment.setUTCFullYear(year, month - 1, day);
  return moment.getTime() / DAY;
}

export function civil(days) {
  const moment = new Date(days * DAY);
  return { year: moment.getUTCFullYear(), month: moment.getUTCMonth() + 1, day: moment.getUTCDate(), weekday: (moment.getUTCDay() + 6) % 7 };
}

export const monthLength = (year, month) => civil(daysOf(year, month + 1, 0)).day;
const FIRST_DAY = daysOf(1, 1, 1);
export const LAST_DAY = daysOf(9999, 12, 31);

function readTime(text, days) {
  const time = TIME.exec(text);
  if (!time) return null;
  const [hour, minute, second] = [time[1], time[2], time[3] || 0].map(Number);
  if (hour > 23 || minute > 59 || second > 59) return null;
  return { days, ms: ((hour * 60 + minute) * 60 + second) * 1000 + Number(((time[4] || "") + "000").slice(0, 3)) };
}

export function readMoment(text) {
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

export function momentOf(number) {
  if (!(number > -1e6 && number < 1e7)) return null;
  let days = Math.floor(number);
  let ms = Math.floor((number - days) * DAY + 0.5);
  if (ms === DAY) [days, ms] = [days + 1, 0];
  return days >= FIRST_DAY && days <= LAST_DAY ? { days, ms } : null;
}

export const momentNumber = (moment) => moment.days + moment.ms / DAY;
export const padded = (number, width) => String(number).padStart(width, "0");

export function isoDate(days) {
  const { year, month, day } = civil(days);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}
