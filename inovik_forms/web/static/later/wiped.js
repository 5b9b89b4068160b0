/*
 * Whether the browser has wiped what this device kept (F19): beside it a mark says how much there was, in localStorage and in a cookie, which browsers do
 * not wipe together with it. A storage that is new where a mark is says so. This module comes by itself, so it is given what it needs.
 */

const NAME = "inovik-tanda";
const YEAR = 31536000; // s

/* tools: {account, kept, onChange, isNew}; `isNew`: whether the storage was made by this page. box: where it is said */
export async function watch({ account, kept, onChange, isNew }, box, dayAndTime) {
  const marks = read();
  const old = marks[account];
  const now = async () => {
    const records = await kept();
    return { n: records.length, at: records.length ? Math.min(...records.map(({ at }) => at)) : 0, lost: marks[account]?.lost };
  };
  if (old && isNew()) old.lost = { n: (old.lost?.n ?? 0) + old.n, at: old.lost?.at || old.at };
  const note = async () => {
    marks[account] = await now();
    write(marks);
  };
  await note();
  onChange(() => note().catch(() => {})); // a storage that is closed says so elsewhere
  const { lost } = marks[account];
  if (!lost || !box) return;
  const { semua, hilang } = box.dataset;
  box.querySelector("span").textContent = lost.n ? hilang.replace("{n}", lost.n).replace("{kapan}", dayAndTime(lost.at)) : semua;
  box.querySelector("button").onclick = () => {
    delete marks[account].lost;
    write(marks);
    box.hidden = true;
  };
  box.hidden = false;
}

/* account → {n, at, lost}: answers that wait here, the oldest one's time; and those that a wiped storage had */
function read() {
  const cookie = new RegExp(`(?:^|; )${NAME}=([^;]*)`).exec(document.cookie)?.[1];
  for (const text of [localStorage.getItem(NAME), cookie && decodeURIComponent(cookie)]) {
    try {
      const found = JSON.parse(text);
      if (found) return found;
    } catch {
      // not ours
    }
  }
  return {};
}

function write(marks) {
  const text = JSON.stringify(marks);
  document.cookie = `${NAME}=${encodeURIComponent(text)}; Path=/; Max-Age=${YEAR}; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
  try {
    localStorage.setItem(NAME, text);
  } catch {
    // full: the cookie says it
  }
}
