/* Patterns: runs the program of pattern_program.py, all ways at once, so that no pattern takes for ever. */

import { characters } from "./blanks.js";

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
