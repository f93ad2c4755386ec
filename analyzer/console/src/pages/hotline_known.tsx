// Whether the caller rang before, by a keyed hash of the number.
import { useEffect, useState } from "react";
import { lookUpCaller } from "../api/desk_calls";
import type { DeskReport } from "../api/types";
import { useTexts } from "../text";
import { readBack } from "./hotline_draft";

const kPause = 400; // ms of quiet before it is asked
const kShortest = 7; // digits of a telephone number
const kShown = 3;

export function KnownCaller({ contact }: { contact: string }) {
  const { t, word } = useTexts();
  const [found, setFound] = useState<DeskReport[] | null>(null);
  const asked = contact.replace(/\D/g, "").length >= kShortest ? contact.trim() : "";
  useEffect(() => {
    setFound(null);
    if (asked === "") return undefined;
    let gone = false;
    const timer = window.setTimeout(() => {
      // Not knowing it is no reason to stop a call.
      lookUpCaller(asked).then(({ body }) => { if (!gone) setFound(body.data); }, () => {});
    }, kPause);
    return () => { gone = true; window.clearTimeout(timer); };
  }, [asked]);
  if (!found) return null;
  if (found.length === 0) return <div className="small" role="status">{t("hotline.known.no")}</div>;
  const told = found.slice(0, kShown).map((report) => {
    const { day, digits } = readBack(report.report_id);
    return `${day} ${digits} ${word("level", report.level)}`;
  });
  return <div className="known" role="status" data-testid="known-caller">{t("hotline.known", { n: found.length, which: told.join("; ") })}</div>;
}
