// A list that grows by the server's cursor.
import { useCallback, useEffect, useRef, useState } from "react";
import type { Answer } from "../api/client";
import type { Page } from "../api/types";

export interface Pages<T> {
  rows: T[];
  more: (() => void) | null; // null: that was all
  loading: boolean;
  error: unknown;
  reload: () => void;
}

export function usePages<T>(load: (cursor?: string) => Promise<Answer<Page<T>>>, deps: readonly unknown[]): Pages<T> {
  const [rows, setRows] = useState<T[]>([]);
  const [cursor, setCursor] = useState<string | null>(null);
  const [loading, setLoading] = useState(true);
  const [error, setError] = useState<unknown>(null);
  const run = useRef(0);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- `deps` is the caller's list
  const fetchPage = useCallback(async (from?: string) => {
    run.current += 1;
    const mine = run.current;
    setLoading(true);
    try {
      const { body } = await load(from);
      if (mine !== run.current) return;
      setRows((before) => (from ? [...before, ...body.data] : body.data));
      setCursor(body.next_cursor);
      setError(null);
    } catch (failure) {
      if (mine === run.current) setError(failure);
    } finally {
      if (mine === run.current) setLoading(false);
    }
  }, deps);
  useEffect(() => {
    const timer = window.setTimeout(() => void fetchPage(), 150);
    return () => {
      window.clearTimeout(timer);
      run.current += 1;
    };
  }, [fetchPage]);
  const reload = useCallback(() => void fetchPage(), [fetchPage]);
  return { rows, more: cursor ? () => void fetchPage(cursor) : null, loading, error, reload };
}
