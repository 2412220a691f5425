import { failed, pure, type Arguments, type Fn, type Outcome } from "./function";

/** Functions of points in time that are given; what the clock says (`timestamp`, `plantimestamp`) is not known. */
export const timeFunctions: readonly (readonly [string, Fn])[] = [
  ["formatdate", pure((a) => withTime(a.text(1), (time) => formattedDate(a.text(0), time)))],
  ["timeadd", pure((a) => withTime(a.text(0), (time) => added(time, a.text(1))))],
  ["timecmp", pure(compared)],
];

/** A point in time, and by how much the clock that shows it is ahead of UTC, both in milliseconds. */
interface Time {
  readonly instant: number;
  readonly ahead: number;
}

const minute = 60_000;
const timestamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(?:Z|([-+])(\d\d):(\d\d))$/;

/** A timestamp of RFC 3339. */
function timeOf(text: string): Time | undefined {
  const [, local, sign, hours, minutes] = timestamp.exec(text) ?? [];
  const shown = Date.parse(`${local ?? ""}Z`);
  if (local === undefined || Number.isNaN(shown)) return undefined;
  const ahead = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * minute * (sign === "-" ? -1 : 1);
  return { instant: shown - ahead, ahead };
}

function withTime(text: string, make: (time: Time) => Outcome): Outcome {
  const time = timeOf(text);
  return time ? make(time) : failed;
}

function compared(a: Arguments): Outcome {
  return withTime(a.text(0), (one) => withTime(a.text(1), (other) => Math.sign(one.instant - other.instant)));
}

/** Milliseconds in each unit of Go's durations. */
const units: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: minute, h: 3600e3 };

function added(time: Time, duration: string): Outcome {
  const [, sign, parts = ""] = /^([-+]?)((?:\d+(?:\.\d*)?(?:ns|us|µs|ms|s|m|h))+|0)$/.exec(duration) ?? [];
  if (parts === "") return failed;
  const lengths = [...parts.matchAll(/([\d.]+)([a-zµ]+)/g)].map(([, n, unit]) => Number(n) * (units[unit ?? ""] ?? 0));
  const length = lengths.reduce((sum, each) => sum + each, 0);
  const shown = new Date(time.instant + (sign === "-" ? -length : length) + time.ahead);
  if (Number.isNaN(shown.getTime())) return failed;
  return `${shown.toISOString().replace(/\.\d+Z$/, "")}${time.ahead === 0 ? "Z" : offset(time, ":")}`;
}

function offset({ ahead }: Time, separator: ":" | ""): string {
  const minutes = Math.abs(ahead) / minute;
  return `${ahead < 0 ? "-" : "+"}${padded(Math.floor(minutes / 60))}${separator}${padded(minutes % 60)}`;
}

function padded(n: number, width = 2): string {
  return String(n).padStart(width, "0");
}

const months = "January February March April May June July August September October November December".split(" ");
const weekdays = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
const verb = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g;

/** Terraform's own verbs (Terraform language, "formatdate Function"); what stands in quotes is text. */
function formattedDate(specification: string, time: Time): Outcome {
  const shown = new Date(time.instant + time.ahead);
  const texts = [...specification.matchAll(verb)].map(([whole, quoted, letter]) => {
    if (quoted !== undefined) return quoted.replaceAll("''", "'");
    if (letter !== undefined) return dateParts(shown, time)[whole];
    return whole === "'" ? undefined : whole;
  });
  return texts.includes(undefined) ? failed : texts.join("");
}

function dateParts(shown: Date, time: Time): Readonly<Record<string, string>> {
  const [year, month, day] = [shown.getUTCFullYear(), shown.getUTCMonth(), shown.getUTCDate()];
  const [hour, minutes, seconds] = [shown.getUTCHours(), shown.getUTCMinutes(), shown.getUTCSeconds()];
  const monthName = months[month] ?? "";
  const weekday = weekdays[shown.getUTCDay()] ?? "";
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  const half = hour < 12 ? "am" : "pm";
  return {
    YYYY: padded(year, 4),
    YY: padded(year % 100),
    MMMM: monthName,
    MMM: monthName.slice(0, 3),
    MM: padded(month + 1),
    M: String(month + 1),
    DD: padded(day),
    D: String(day),
    EEEE: weekday,
    EEE: weekday.slice(0, 3),
    hh: padded(hour),
    h: String(hour),
    HH: padded(twelve),
    H: String(twelve),
    AA: half.toUpperCase(),
    aa: half,
    mm: padded(minutes),
    m: String(minutes),
    ss: padded(seconds),
    s: String(seconds),
    ZZZZZ: offset(time, ":"),
    ZZZZ: time.ahead === 0 ? "+0000" : offset(time, ""),
    ZZZ: time.ahead === 0 ? "UTC" : offset(time, ""),
    Z: time.ahead === 0 ? "Z" : offset(time, ":"),
  };
}
