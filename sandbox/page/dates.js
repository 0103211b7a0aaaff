// Dates as the acting person would read them: their zone, their language.
// <!date> tokens: https://docs.slack.dev/messaging/formatting-message-text (date formatting)

import { locale, zone } from "./store.js";

const DAY_MS = 86_400_000;
const NEAR_PAST_MS = 182 * DAY_MS; // Slack leaves the year out for dates closer than about six months
const TOKEN = /\{([a-z_]+)\}/g;

/** Fills a <!date> format such as "{date_short_pretty} {time}". Unknown tokens stay as they are. */
export function fillDate(format, unix_s, now = new Date()) {
  const at = new Date(unix_s * 1000);
  let first = true;
  return format.replace(TOKEN, (whole, name) => {
    const words = token(name, at, now);
    const filled = words === null ? whole : first && format.startsWith(whole) ? capital(words) : words;
    first = false;
    return filled;
  });
}

export const dayKey = (at) => part({ year: "numeric", month: "2-digit", day: "2-digit" }, at, "en-CA");

/** "Today", "Yesterday", "Thursday, March 5th" for the line between two days. */
export function dayLabel(at, now = new Date()) {
  const near = relativeDay(at, now);
  if (near) return capital(near);
  return longDate(at, now, true);
}

export const clock = (at) => part({ hour: "numeric", minute: "2-digit" }, at);

export const shortClock = (at) => clock(at).replace(/\s?[AP]M$/i, "");

export const fullMoment = (at) => part({ dateStyle: "full", timeStyle: "medium" }, at);

export const tsDate = (ts) => new Date(Number(String(ts).split(".")[0]) * 1000);

/** "3 minutes ago" in the person's language. */
export function ago(at, now = new Date(), speech = locale()) {
  const seconds = Math.round((at - now) / 1000);
  const words = new Intl.RelativeTimeFormat(speech, { numeric: "auto" });
  for (const [unit, size] of [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ]) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return words.format(seconds, "second");
}

/** The unix seconds of "2026-01-31T14:30" on the wall clock of a zone. */
export function wallToUnix(local, timeZone = zone()) {
  const asUtc = Date.parse(`${local}:00Z`);
  if (Number.isNaN(asUtc)) return null;
  let guess = asUtc - offsetMs(asUtc, timeZone);
  guess = asUtc - offsetMs(guess, timeZone); // once more: the offset may differ across a clock change
  return Math.round(guess / 1000);
}

/** "2026-01-31T14:30" on the wall clock of the zone. */
export function unixToWall(unix_s, timeZone = zone()) {
  const ms = unix_s * 1000;
  return new Date(ms + offsetMs(ms, timeZone)).toISOString().slice(0, 16);
}

/** What the clock on the wall says now in a zone. */
export const wallClock = (timeZone, speech = locale()) => {
  try {
    return new Intl.DateTimeFormat(speech, { hour: "numeric", minute: "2-digit", timeZone }).format(new Date());
  } catch {
    return "";
  }
};

/** "français" for "fr-FR", said in that language. */
export function languageName(tag) {
  try {
    return new Intl.DisplayNames([tag], { type: "language" }).of(String(tag).split(/[-_]/)[0]) ?? tag;
  } catch {
    return String(tag ?? "");
  }
}

function token(name, at, now) {
  const pretty = name.endsWith("_pretty") ? relativeDay(at, now) : null;
  switch (name.replace("_pretty", "")) {
    case "date_num":
      return dayKey(at);
    case "date":
      return pretty ?? longDate(at, now, false);
    case "date_short":
      return pretty ?? part({ month: "short", day: "numeric", year: "numeric" }, at);
    case "date_long":
      return pretty ?? longDate(at, now, true);
    case "date_long_full":
      return longDate(at, now, true);
    case "day_divider":
      return pretty ?? longDate(at, now, true);
    case "time":
      return clock(at);
    case "time_secs":
      return part({ hour: "numeric", minute: "2-digit", second: "2-digit" }, at);
    case "ago":
      return ago(at, now);
    default:
      return null;
  }
}

function longDate(at, now, withWeekday) {
  const isNear = Math.abs(now - at) < NEAR_PAST_MS;
  const weekday = withWeekday ? { weekday: "long" } : {};
  const year = isNear ? {} : { year: "numeric" };
  const words = part({ ...weekday, month: "long", day: "numeric", ...year }, at);
  if (!locale().startsWith("en")) return words;
  return words.replace(/(\d{1,2})(?=,|$)/, (day) => day + ordinal(Number(day)));
}

function relativeDay(at, now) {
  const days = Math.round((Date.parse(dayKey(at)) - Date.parse(dayKey(now))) / DAY_MS);
  if (Math.abs(days) > 1) return null;
  return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(days, "day");
}

function part(options, at, speech = locale()) {
  try {
    return new Intl.DateTimeFormat(speech, { timeZone: zone(), ...options }).format(at);
  } catch {
    return new Intl.DateTimeFormat("en-US", { timeZone: "UTC", ...options }).format(at);
  }
}

function offsetMs(ms, timeZone) {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(new Date(ms));
  const value = Object.fromEntries(parts.map((item) => [item.type, Number(item.value)]));
  const wall = Date.UTC(value.year, value.month - 1, value.day, value.hour, value.minute, value.second);
  return wall - Math.floor(ms / 1000) * 1000;
}

function ordinal(day) {
  if (day % 100 >= 11 && day % 100 <= 13) return "th";
  return { 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th";
}

const capital = (words) => words.charAt(0).toLocaleUpperCase(locale()) + words.slice(1);
