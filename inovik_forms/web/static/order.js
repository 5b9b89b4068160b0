/*
 * This device's name and its own counting of what is made on it, so that of two answers the one made last counts, whichever arrives last and in
 * whichever tab it was typed. Only ever upwards: the clock lifts the count over what a browser that died had counted and not written down, and a
 * clock that is set back leaves it where it is.
 */

const KEY = "inovik-perangkat"; // in localStorage: name and count, which go together
const LOST = 1000000; // more than a browser can have counted that did not write it down

let hasBegun = false;

export const unique = () => crypto.randomUUID?.() ?? `${Math.random()}`.slice(2) + Date.now(); // without https there is none

/* one more: {device, nth}; "" and 0 where the browser keeps nothing, so that nothing is known of the order */
export function count() {
  try {
    const [device, said] = (localStorage.getItem(KEY) ?? unique()).split(" ");
    const now = Date.now();
    const last = Number(said ?? 0) + (!hasBegun && said > now ? LOST : 0);
    const nth = Math.max(last + 1, now);
    localStorage.setItem(KEY, `${device} ${nth}`);
    hasBegun = true;
    return { device, nth };
  } catch {
    return { device: "", nth: 0 };
  }
}

/* an address that says where a change was made */
export function from(to, name, value) {
  const address = new URL(to, location.href);
  address.searchParams.set(name, value);
  return address.pathname + address.search;
}
