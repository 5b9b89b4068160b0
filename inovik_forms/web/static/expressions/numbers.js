/* Rounding as clerks expect it, on decimal digits (number_functions.py). */

import { numberText } from "./values.js";

export function roundHalfUp(number, places = 0) {
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

export function pow(base, exponent) {
  return Number.isNaN(base) || Number.isNaN(exponent) ? NaN : base === 0 && exponent < 0 ? Infinity : Math.pow(base, exponent);
}
