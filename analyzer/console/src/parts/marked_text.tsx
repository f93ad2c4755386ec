// A stranger's text, always as text, with the parts marked that reasons speak of.
import { useMemo } from "react";
import type { Reason, UrlVerdict } from "../api/types";
import { cutBySpans, type Mark } from "../lib/spans";

// Marks of links count from here, after every reason.
const kLinks = 1000;

// Invisible and direction-changing characters are shown by their number: they
// would otherwise hide or turn round what stands beside them.
const kInvisible = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

export function showInvisible(text: string): string {
  return text.replace(kInvisible, (c) => `⟨${(c.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0")}⟩`);
}

export function marksOf(reasons: readonly Reason[], urls: readonly UrlVerdict[]): Mark[] {
  const ofReasons = reasons.flatMap((reason, group) =>
    (reason.spans ?? []).map(([begin, end]) => ({ begin: begin as number, end: end as number, group })),
  );
  const ofLinks = urls.flatMap((url, index) =>
    url.span ? [{ begin: url.span[0] as number, end: url.span[1] as number, group: kLinks + index }] : [],
  );
  return [...ofReasons, ...ofLinks];
}

interface Props {
  text: string;
  reasons: readonly Reason[];
  urls?: readonly UrlVerdict[];
}

export function MarkedText({ text, reasons, urls = [] }: Props) {
  const runs = useMemo(() => cutBySpans(text, marksOf(reasons, urls)), [text, reasons, urls]);
  return (
    <div className="marked wrap" dir="auto">
      {runs.map((run, index) => {
        const shown = showInvisible(run.text);
        if (run.group === null) return <span key={index}>{shown}</span>;
        if (run.group >= kLinks) return <mark key={index} className="link">{shown}</mark>;
        return (
          <mark key={index} title={reasons[run.group]?.text}>
            {shown}
            <sup>{run.group + 1}</sup>
          </mark>
        );
      })}
    </div>
  );
}
