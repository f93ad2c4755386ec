// Times as people read them, in Asia/Shanghai whatever the computer's own zone.
import type { Texts } from "../text";

const kZone = "Asia/Shanghai";
const kMinute = 60_000;
const kHour = 60 * kMinute;
const kDay = 24 * kHour;

function parts(at: Date): Record<string, string> {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: kZone, year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });
  return Object.fromEntries(format.formatToParts(at).map((p) => [p.type, p.value]));
}

// "2026-01-02 09:30"; "" for what is no time.
export function showTime(at: string | null | undefined): string {
  if (!at || Number.isNaN(Date.parse(at))) return "";
  const p = parts(new Date(at));
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}`;
}

// "2026-01-02 09:30:05", where the order of things within a minute matters.
export function showTimeWhole(at: string | null | undefined): string {
  if (!at || Number.isNaN(Date.parse(at))) return "";
  return `${showTime(at)}:${parts(new Date(at)).second}`;
}

// "01-02 09:30" of this year, else with the year.
export function showMoment(at: string | null | undefined, now: number): string {
  const whole = showTime(at);
  return whole.slice(0, 4) === showTime(new Date(now).toISOString()).slice(0, 4) ? whole.slice(5) : whole;
}

// The end of a term, without doubt of which day: midnight belongs to the day before,
// "01-02 24:00".
export function showEnd(at: string | null | undefined, now: number): string {
  const end = Date.parse(at ?? "");
  if (Number.isNaN(end)) return "";
  if (showClock(at) !== "00:00") return showMoment(at, now);
  return `${showMoment(new Date(end - kMinute).toISOString(), now).slice(0, -5)}24:00`;
}

// "2026-01-02", "01-02" and "09:30"; "" for what is no time.
export const showDay = (at: string | null | undefined): string => showTime(at).slice(0, 10);
export const showShortDay = (at: string | null | undefined): string => showTime(at).slice(5, 10);

// The last moment of a term that ends at `at`: midnight belongs to the day before.
function within(at: string | null | undefined): string {
  const end = Date.parse(at ?? "");
  return Number.isNaN(end) ? "" : new Date(end - 1).toISOString();
}
// The last day of a term, "2026-01-02" and "01-02".
export const showLastDay = (at: string | null | undefined): string => showDay(within(at));
export const showShortLastDay = (at: string | null | undefined): string => showShortDay(within(at));

// Whether `at` has come: what is due then may take a moment longer.
export const isPast = (at: string): boolean => Date.parse(at) <= Date.now();

export const showClock = (at: string | null | undefined): string => showTime(at).slice(11);

// The day so many days from `at`, as YYYY-MM-DD in Shanghai.
export const dayAfter = (at: number, days: number): string => showTime(new Date(at + days * kDay).toISOString()).slice(0, 10);

// "20260102" and "093011", for numbers that are read out.
export function stampOf(at: Date): { day: string; second: string } {
  const p = parts(at);
  return { day: `${p.year}${p.month}${p.day}`, second: `${p.hour}${p.minute}${p.second}` };
}

// The largest one or two units: "2 天 3 小时", "5 分钟".
export function showDuration(ms: number, { t }: Pick<Texts, "t">): string {
  const left = Math.abs(ms);
  const days = Math.floor(left / kDay);
  const hours = Math.floor((left % kDay) / kHour);
  const minutes = Math.floor((left % kHour) / kMinute);
  if (days > 0) return [t("time.days", { n: days }), hours > 0 ? t("time.hours", { n: hours }) : ""].join(" ").trim();
  if (hours > 0) return t("time.hours", { n: hours });
  return minutes > 0 ? t("time.minutes", { n: minutes }) : t("time.now");
}

// How a due time stands: over, within a day, later.
export function dueState(at: string, now: number): "over" | "soon" | "later" {
  const left = Date.parse(at) - now;
  if (left < 0) return "over";
  return left < kDay ? "soon" : "later";
}
