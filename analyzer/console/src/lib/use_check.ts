// The verdict while typing: one request at a time, the last text wins.
import { useEffect, useRef, useState } from "react";
import * as calls from "../api/calls";
import type { Check, CheckVerdict } from "../api/types";

const kPause = 250; // ms of quiet before a check is sent

export interface Checked {
  verdict: CheckVerdict | null;
  text: string; // what the verdict speaks of
  busy: boolean;
  stale: boolean; // the text has changed since
  error: unknown;
}

const kNothing: Checked = { verdict: null, text: "", busy: false, stale: false, error: null };

export function useCheck(body: Check | null, language: string): Checked {
  const [checked, setChecked] = useState<Checked>(kNothing);
  const latest = useRef(body);
  latest.current = body;
  const key = body ? JSON.stringify(body) : "";
  useEffect(() => {
    const asked = latest.current;
    if (!asked) {
      setChecked(kNothing);
      return undefined;
    }
    setChecked((before) => ({ ...before, busy: true, stale: before.verdict !== null }));
    const stop = new AbortController();
    const timer = window.setTimeout(() => {
      calls.check(asked, stop.signal).then(
        ({ body: verdict }) =>
          setChecked({ verdict, text: asked.text ?? "", busy: false, stale: false, error: null }),
        (error: unknown) => {
          if (!stop.signal.aborted) setChecked((before) => ({ ...before, busy: false, error }));
        },
      );
    }, kPause);
    return () => {
      window.clearTimeout(timer);
      stop.abort();
    };
  }, [key, language]);
  return checked;
}
