// A stranger's text, always as text, with the parts marked that reasons speak of.
import { Button } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState, type ClipboardEvent } from "react";
import type { Reason, UrlVerdict } from "../api/types";
import { defangText } from "../lib/defang";
import { cutBySpans, type Mark, type Tone } from "../lib/spans";
import { useTexts } from "../text";

// Invisible and direction-changing characters are shown by their number: they
// would otherwise hide or turn round what stands beside them.
const kInvisible = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

export function showInvisible(text: string): string {
  return text.replace(kInvisible, (c) => `⟨${(c.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0")}⟩`);
}

function toneOfLink({ level }: UrlVerdict): Tone {
  if (level === "official") return "official";
  return level === "low" ? "address" : "link";
}

const kTelling = 0.2; // what weighs less (the topic alone) is no suspicion to be marked

export function marksOf(reasons: readonly Reason[], urls: readonly UrlVerdict[]): Mark[] {
  const ofReasons = reasons.flatMap((reason, group) =>
    (Math.abs(reason.weight) < kTelling ? [] : reason.spans ?? []).map(([begin, end]): Mark => ({ begin: begin as number, end: end as number, group, tone: reason.weight < 0 ? "for" : "against" })),
  );
  const ofLinks = urls.flatMap((url): Mark[] =>
    url.span ? [{ begin: url.span[0] as number, end: url.span[1] as number, group: null, tone: toneOfLink(url) }] : [],
  );
  return [...ofReasons, ...ofLinks];
}

const kAbove = 34; // px kept above a mark that is brought into sight: a line

// How much of a scrolled box is out of sight.
function useBelow(dependent: unknown) {
  const box = useRef<HTMLDivElement>(null);
  const [below, setBelow] = useState({ tall: false, more: false, marks: 0, alarming: 0 });
  const look = useCallback(() => {
    const { current } = box;
    if (!current) return;
    const edge = current.scrollTop + current.clientHeight;
    const hidden = [...current.querySelectorAll("mark")].filter((mark) => mark.offsetTop + 8 > edge || mark.offsetTop + mark.offsetHeight <= current.scrollTop);
    const alarming = hidden.filter((mark) => mark.matches(".against, .link")).length;
    setBelow({ tall: current.scrollHeight > current.clientHeight + 4, more: current.scrollHeight > edge + 4, marks: hidden.length, alarming });
  }, []);
  useEffect(() => {
    look();
    const watch = new ResizeObserver(look);
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, [look, dependent]);
  // Brings the next mark that is out of sight to the top, those that alarm first; behind the last comes the first.
  const jump = () => {
    const { current } = box;
    if (!current) return;
    const all = [...current.querySelectorAll<HTMLElement>("mark")];
    const alarming = all.filter((mark) => mark.matches(".against, .link"));
    const marks = alarming.length > 0 ? alarming : all;
    const edge = current.scrollTop + current.clientHeight;
    const next = marks.find((mark) => mark.offsetTop + 8 > edge) ?? marks[0];
    if (next) current.scrollTop = Math.max(0, next.offsetTop - kAbove);
  };
  return { box, below, look, jump };
}

function Legend({ tones }: { tones: readonly Tone[] }) {
  const { t } = useTexts();
  return (
    <ul className="mark-legend" data-testid="mark-legend">
      {tones.map((tone) => <li key={tone}><span className={`sample ${tone}`}>{t("marks.sample")}</span>{t(`marks.${tone}`)}</li>)}
    </ul>
  );
}

interface Props {
  text: string;
  reasons: readonly Reason[];
  urls?: readonly UrlVerdict[];
}

const kUnfold = "KeyO"; // with Alt: all texts of a page, wherever the cursor is
const kOrder: readonly Tone[] = ["against", "link", "for", "official", "address"];

export function MarkedText({ text, reasons, urls = [] }: Props) {
  const { t } = useTexts();
  const runs = useMemo(() => cutBySpans(text, marksOf(reasons, urls)), [text, reasons, urls]);
  const [whole, setWhole] = useState(false);
  const { box, below, look, jump } = useBelow(runs);
  const tones = kOrder.filter((tone) => runs.some((run) => run.tone === tone));
  // What is taken along from here opens nowhere by itself.
  const copy = (event: ClipboardEvent) => {
    event.clipboardData.setData("text/plain", defangText(window.getSelection()?.toString() ?? ""));
    event.preventDefault();
  };
  const folds = below.tall && !whole;
  useEffect(() => {
    if (!folds && !whole) return undefined;
    const listen = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.code !== kUnfold) return;
      event.preventDefault();
      setWhole(folds);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [folds, whole]);
  const hidden = below.marks === 0 ? t(below.more ? "marks.more" : "marks.end")
    : t(below.alarming > 0 ? "marks.hidden.alarming" : "marks.hidden", { n: below.marks, m: below.alarming });
  return (
    <>
      <div
        ref={box} className={`marked wrap${whole ? " whole" : ""}`} dir="auto" onScroll={look} onCopy={copy}
        {...(folds ? { tabIndex: 0, role: "region", "aria-label": t("marks.region") } : {})}
      >
        {runs.map((run, index) => {
          const shown = showInvisible(run.text);
          if (run.tone === null) return <span key={index}>{shown}</span>;
          return (
            <mark key={index} className={run.tone} title={run.groups.map((n) => reasons[n]?.text).join("\n") || undefined}>
              {shown}
              {run.groups.length > 0 && <sup>{run.groups.map((n) => n + 1).join(",")}</sup>}
            </mark>
          );
        })}
      </div>
      {(folds || whole) && (
        <div className="marked-more" data-testid="marked-more">
          {folds && <span className={below.alarming > 0 ? "tone-critical" : undefined}>{hidden}</span>}
          {folds && below.marks > 0 && <Button size="small" onClick={jump}>{t(below.alarming > 0 ? "marks.next.alarming" : "marks.next")}</Button>}
          <Button size="small" aria-expanded={whole} aria-keyshortcuts="Alt+O" onClick={() => setWhole(!whole)}>{t(whole ? "marks.less" : "marks.whole")} (Alt + O)</Button>
        </div>
      )}
      {tones.length > 0 && <Legend tones={tones} />}
    </>
  );
}
