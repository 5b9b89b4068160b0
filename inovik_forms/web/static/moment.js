/* Times of this device's clock, in the city's zone, as the server writes its own. */

const shown = (parts, time) => new Intl.DateTimeFormat(document.documentElement.lang, { ...parts, timeZone: document.body.dataset.zona || undefined }).format(time);

/* ms since 1970 → "10.42" */
export const clockTime = (time) => shown({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, time);

/* … → "27 Nov 2026, 10.42" */
export const dayAndTime = (time) => shown({ dateStyle: "medium", timeStyle: "short" }, time);
