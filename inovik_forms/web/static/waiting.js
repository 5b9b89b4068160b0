/* The page of what has not been sent: each answer with its state and reason, sent again, deleted, saved to a file and loaded from one. */

import { account, draftsOf, dropDraft, fileOf, forget, keep, keepFile, kept, onChange, pagesOf } from "./device.js";
import { small } from "./files.js";
import { dayAndTime } from "./moment.js";
import { PROGRESS } from "./pieces.js";
import { isShutOut, sendLeft, sendRefusedToo } from "./queue.js";
import { signInAgain } from "./session.js";

const FORMAT = "inovik-antrean-1";
let list, tools, news, words;

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

async function draw() {
  let records;
  try {
    records = await kept();
  } catch {
    return list.replaceChildren(make("p", { className: "pesan hati", textContent: words.tertutup }));
  }
  tools.hidden = false;
  for (const name of ["kirim", "simpan"]) tools.querySelector(`[data-aksi=${name}]`).hidden = !records.length;
  if (!records.length) return list.replaceChildren(make("p", { className: "pesan baik", textContent: words.kosong }));
  const byTitle = new Map();
  for (const record of records) byTitle.set(record.title, [...(byTitle.get(record.title) ?? []), record]);
  list.replaceChildren(...[...byTitle].flatMap(([title, own]) => [make("h2", { textContent: title }), make("ul", { className: "antrean" }, ...own.map(line))]));
}

const LONGEST = 200; // letters of an answer that are shown

function line(record) {
  const when = dayAndTime(record.at);
  const answer = record.said || record.value;
  const value = answer.length > LONGEST ? `${answer.slice(0, LONGEST - 1)}…` : answer;
  const state = record.refused ? words.ditolak.replace("{sebab}", record.refused) : words.menunggu;
  const remove = make("button", { type: "button", className: "tombol ringan", textContent: words.hapus });
  remove.append(make("span", { className: "tak-tampak", textContent: ` ${record.label}` }));
  remove.onclick = () => {
    const question = (record.kind === "begin" ? words.yakinIsian : words.yakin).replace("{isian}", record.title).replace("{nilai}", value).replace("{soal}", record.label);
    if (confirm(question)) takeAway(record);
  };
  const item = make("li", { className: record.refused ? "ditolak" : "" },
    make("div", {},
      make("b", { textContent: record.label }),
      ...(record.kind ? [] : [make("p", { textContent: value || words.kosongkan })]),
      make("p", { className: "samar kecil", textContent: `${words.diketik.replace("{kapan}", when)} · ` }, make("span", { textContent: state }))),
    remove);
  if (record.file?.hash) dress(item, record).catch(() => {});
  return item;
}

/* a file: its picture, and how much of it has arrived */
async function dress(item, record) {
  item.dataset.sidik = record.file.hash;
  const picture = await small(await fileOf(record));
  if (picture) item.prepend(picture);
}

function progress({ detail: { hash, done, size } }) {
  const state = list.querySelector(`[data-sidik="${hash}"] span`);
  if (state) state.textContent = words.sebagianBerkas.replace("{n}", Math.floor((100 * done) / size));
}

/* with an entry, or a whole response, that has never arrived, what was answered in it */
async function takeAway(record) {
  const inside = record.path.split("#")[0];
  const isWhole = record.kind === "add" || record.kind === "begin";
  const own = isWhole ? (await kept()).filter(({ response, path }) => response === record.response && path.startsWith(inside)) : [];
  await forget([record, ...own]);
  if (record.kind === "begin") await dropDraft(record.response);
}

async function send(button) {
  button.disabled = true;
  if (!(await sendRefusedToo()) && isShutOut() && (await signInAgain(button))) await sendRefusedToo();
  button.disabled = false;
  const { length } = await kept();
  news.textContent = length ? words.sebagian.replace("{n}", length) : "";
}

export async function save() {
  const records = await kept();
  const files = {};
  for (const record of records) if (record.file?.hash) files[record.file.hash] = await inLetters(await fileOf(record));
  const text = JSON.stringify({ format: FORMAT, account: account(), records, files }, null, 1);
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: `belum-terkirim-${new Date().toISOString().slice(0, 10)}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/* a file as letters (base64), for a file of text */
async function inLetters(blob) {
  if (!blob) return "";
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let start = 0; start < bytes.length; start += 8192) text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return btoa(text);
}

const asBlob = (letters) => new Blob([Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0))]);

async function load(file) {
  try {
    const { format, account: owner, records, files = {} } = JSON.parse(await file.text());
    const own = ({ account: name, mark, response, path, id, value, to }) =>
      name === account() && [mark, response, path, id, value, to].every((part) => typeof part === "string") && to.startsWith("/isian/");
    if (format !== FORMAT || owner !== account() || !records.every(own)) throw new Error(format);
    await keep(records.filter((record) => !record.file));
    for (const record of records.filter((one) => one.file)) await keepFile(record, files[record.file.hash] ? asBlob(files[record.file.hash]) : null);
    news.textContent = words.dimuat.replace("{n}", records.length);
    await sendLeft();
  } catch {
    news.textContent = words.takTerbaca;
  }
}

/* draws the page that is open */
export function start() {
  list = document.getElementById("antrean");
  tools = document.getElementById("alat");
  news = document.getElementById("kabar");
  words = list.dataset;
  tools.addEventListener("click", ({ target }) => {
    if (target.dataset.aksi === "kirim") send(target);
    if (target.dataset.aksi === "simpan") save();
  });
  document.getElementById("muat").addEventListener("change", async ({ target }) => {
    await load(target.files[0]);
    target.value = "";
  });
  addEventListener(PROGRESS, progress);
  onChange(draw);
  holdings().catch(reportError);
  return draw();
}

async function holdings() {
  const [{ describe }, pages, drafts, records] = await Promise.all([import("./later/holdings.js"), pagesOf(account()), draftsOf(), kept()]);
  await describe(document.getElementById("perangkat"), { halaman: pages.length, isian: drafts.length, berkas: records.filter((one) => one.file?.hash).length });
}
