// Loads a value for a screen and loads it again on demand; what was shown stays
// until the new value is there, unless `deps` ask for another one.
import { useCallback, useEffect, useRef, useState } from "react";
import type { Answer } from "../api/client";

export interface Loaded<T> {
  value: T | null;
  etag: string;
  error: unknown;
  loading: boolean;
  reload: () => Promise<void>;
}

export function useLoad<T>(load: () => Promise<Answer<T>>, deps: readonly unknown[]): Loaded<T> {
  const [value, setValue] = useState<T | null>(null);
  const [etag, setEtag] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [loading, setLoading] = useState(true);
  const run = useRef(0);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- `deps` is the caller's list
  const reload = useCallback(async () => {
    run.current += 1;
    const mine = run.current;
    setLoading(true);
    try {
      const answer = await load();
      if (mine !== run.current) return;
      setValue(answer.body);
      setEtag(answer.etag ?? "");
      setError(null);
    } catch (failure) {
      if (mine === run.current) setError(failure);
    } finally {
      if (mine === run.current) setLoading(false);
    }
  }, deps);
  useEffect(() => {
    setValue(null);
    void reload();
    return () => {
      run.current += 1;
    };
  }, [reload]);
  return { value, etag, error, loading, reload };
}
