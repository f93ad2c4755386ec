// One picture on its way: sent, waiting, read. A new one takes the place of the old.
import { useCallback, useEffect, useRef, useState } from "react";
import * as calls from "../api/calls";
import type { Picture } from "../api/types";

const kPause = 300; // ms between two questions

export interface PictureState {
  preview: string; // data URL; empty: there is no picture
  answer: Picture | null; // null while it is being sent
  error: unknown;
}

const kNone: PictureState = { preview: "", answer: null, error: null };

const isOver = (answer: Picture) => answer.state === "done" || answer.state === "failed";

function dataUrl(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("unreadable"));
    reader.readAsDataURL(file);
  });
}

const pause = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = window.setTimeout(resolve, kPause);
    signal.addEventListener("abort", () => { window.clearTimeout(timer); resolve(); }, { once: true });
  });

// `whenRead` is told of every picture that was read.
export function usePicture(whenRead: (answer: Picture) => void) {
  const [state, setState] = useState<PictureState>(kNone);
  const stop = useRef<AbortController | null>(null);
  const listener = useRef(whenRead);
  listener.current = whenRead;
  useEffect(() => () => stop.current?.abort(), []);

  const clear = useCallback(() => {
    stop.current?.abort();
    setState(kNone);
  }, []);

  const take = useCallback(async (file: Blob) => {
    stop.current?.abort();
    const { signal } = (stop.current = new AbortController());
    const show = (part: Partial<PictureState>) => {
      if (!signal.aborted) setState((before) => ({ ...before, ...part }));
    };
    setState(kNone);
    try {
      show({ preview: await dataUrl(file) });
      let { body: answer } = await calls.submitPicture(file, signal);
      while (!isOver(answer) && !signal.aborted) {
        show({ answer });
        await pause(signal);
        if (!signal.aborted) answer = (await calls.getPicture(answer.picture_id, signal)).body;
      }
      if (signal.aborted) return;
      show({ answer });
      if (answer.state === "done") listener.current(answer);
    } catch (error) {
      show({ error });
    }
  }, []);

  return { ...state, take, clear };
}

// The picture in what was pasted or dropped, if it is that and no text: programs
// that copy a passage often add a picture of it.
export function pictureIn(data: DataTransfer | null): File | null {
  if (!data || data.getData("text/plain").trim() !== "") return null;
  return [...data.files].find((file) => file.type.startsWith("image/")) ?? null;
}
