// "同类信息已登记 6 起,首次 …,最近 …": of one report there is but one time.
import type { Texts } from "../text";
import { showTime } from "./time";

export function seenText(of: { reports: number; first_seen: string; last_seen: string }, { t }: Pick<Texts, "t">): string {
  const whole = (at: string) => showTime(at).replaceAll("-", "-\u2060").replace(" ", "\u00a0"); // stays on one line
  const first = whole(of.first_seen);
  const last = whole(of.last_seen);
  return first === last ? t("hotline.seen.once", { n: of.reports, at: last }) : t("hotline.seen.text", { n: of.reports, first, last });
}
