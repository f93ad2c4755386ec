// Tells a column that scrolls by itself how much of the window is left below its
// top, in the style's --room: so its last line is never below the window's edge.
import { useCallback, useRef } from "react";

const kMargin = 16; // px, as the column keeps from the window's edges

export function useRoom(): (box: HTMLElement | null) => void {
  const stop = useRef<() => void>(() => {});
  return useCallback((box: HTMLElement | null) => {
    stop.current();
    stop.current = () => {};
    if (!box) return;
    const look = () => {
      const top = Math.max(kMargin, box.getBoundingClientRect().top);
      box.style.setProperty("--room", `${Math.max(window.innerHeight / 2, window.innerHeight - top - kMargin)}px`);
    };
    const watch = new ResizeObserver(look); // what stands above may come later
    look();
    watch.observe(document.body);
    window.addEventListener("scroll", look, { passive: true });
    window.addEventListener("resize", look);
    stop.current = () => {
      watch.disconnect();
      window.removeEventListener("scroll", look);
      window.removeEventListener("resize", look);
    };
  }, []);
}
