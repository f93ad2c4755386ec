// Puts the cursor on an element that came in place of the one that had it: what is shown
// instead of a form, so that the keys go on to work.
import { useEffect, useRef, type RefObject } from "react";

export function useTakeCursor<T extends HTMLElement>(): RefObject<T> {
  const element = useRef<T>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}
