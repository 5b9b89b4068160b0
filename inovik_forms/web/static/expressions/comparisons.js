/* Comparisons (comparisons.py): of a node-set any value that fits will do. */

import { textNumber, toBoolean, toList, toNumber } from "./values.js";

const TOLERANCE = 1e-12;

const sameNumber = (left, right) => left === right || Math.abs(left - right) < TOLERANCE;

export function equal(left, right) {
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

export function unequal(left, right) {
  if (typeof left === "boolean" || typeof right === "boolean") return toBoolean(left) !== toBoolean(right);
  if (Array.isArray(left) || Array.isArray(right)) {
    const [lefts, rights] = [toList(left), toList(right)];
    if (!lefts.length || !rights.length) return false;
    return !(rights.every((one) => equal(lefts[0], one)) && lefts.every((one) => equal(one, rights[0])));
  }
  return !equal(left, right);
}

export const ORDERS = {
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

export const least = (numbers) => numbers.reduce((one, other) => (other < one ? other : one));
export const greatest = (numbers) => numbers.reduce((one, other) => (other > one ? other : one));
export const numbersIn = (values) => values.map(toNumber).filter((number) => !Number.isNaN(number));

export function ordered(sign, left, right) {
  if (!Array.isArray(left) && !Array.isArray(right)) return ORDERS[sign](toNumber(left), toNumber(right));
  const [lefts, rights] = [numbersIn(toList(left)), numbersIn(toList(right))];
  if (!lefts.length || !rights.length) return false;
  return sign[0] === "<" ? ORDERS[sign](least(lefts), greatest(rights)) : ORDERS[sign](greatest(lefts), least(rights));
}
