// A run of a list that comes in: how far it is, until it is done.
import * as calls from "../api/calls";
import type { SourceRun } from "../api/types";
import { useTexts } from "../text";

const kPause = 700; // milliseconds

// How far a run is: a long list takes minutes.
export function Progress({ run }: { run: SourceRun }) {
  const { t } = useTexts();
  const { bytes, entries, written, of } = run.progress;
  return (
    <div className="small" role="status">
      {run.state === "queued" ? t("feeds.queued") : of > 0
        ? t("feeds.writing", { n: written, of })
        : t("feeds.reading", { n: entries, kb: Math.round(bytes / 1024) })}
    </div>
  );
}

// Looks how far a run is until it is done.
export async function followed(begun: SourceRun, seen: (run: SourceRun) => void): Promise<SourceRun> {
  let run = begun;
  while (run.state === "queued" || run.state === "running") {
    seen(run);
    await new Promise((resolve) => setTimeout(resolve, kPause));
    run = (await calls.getSourceRun(run.source, run.id)).body;
  }
  return run;
}
