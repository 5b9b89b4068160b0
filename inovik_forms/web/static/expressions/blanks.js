/* Blanks as Python's str.strip() and str.split() see them, and characters as Python counts them. */

export const BLANK = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const BLANKS = new RegExp(`[${BLANK}]+`, "g");
const ENDS = new RegExp(`^[${BLANK}]+|[${BLANK}]+$`, "g");
const MARGIN = new RegExp(`^[${BLANK}]|[${BLANK}]$`);

export const strip = (text) => (MARGIN.test(text) ? text.replace(ENDS, "") : text);
export const words = (text) => strip(text).split(BLANKS).filter((word) => word !== "");
export const characters = (text) => Array.from(text);
