// A form that is sent once at a time: says what went wrong and stays as it was filled in.
import { App } from "antd";
import { useState } from "react";
import { explain } from "../api/message";
import { useTexts } from "../text";

const kSeconds = 6; // that a failure is shown

export interface Sending {
  busy: boolean;
  // Runs `work` unless another one runs; a failure is shown, not thrown.
  send: (work: () => Promise<void>) => Promise<void>;
}

export function useSending(): Sending {
  const texts = useTexts();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const send = async (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    try {
      await work();
    } catch (failure) {
      void message.error(explain(failure, texts), kSeconds);
    } finally {
      setBusy(false);
    }
  };
  return { busy, send };
}
