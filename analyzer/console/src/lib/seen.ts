// How often a campaign was reported, and when. Each part stays on one line.
import type { Texts } from "../text";
import { showTime } from "./time";

export interface SeenParts {
  count: string; // "同类信息已登记 6 起"
  times: string[]; // "首次 …", "最近 …"; of one report there is but one time
}

export function seenParts(of: { reports: number; first_seen: string; last_seen: string }, { t }: Pick<Texts, "t">): SeenParts {
  const first = showTime(of.first_seen);
  const last = showTime(of.last_seen);
  return {
    count: t("hotline.seen.count", { n: of.reports }),
    times: first === last ? [last] : [t("hotline.seen.first", { at: first }), t("hotline.seen.last", { at: last })],
  };
}
