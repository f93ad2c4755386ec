// The menu in one line at every width: what does not fit lies under "more".
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { NavLink, useLocation } from "react-router-dom";
import { useTexts } from "../text";

export interface MenuEntry {
  path: string;
  name: string;
}

const kMoreWidth = 130; // px, of the button with the name of a page

export function Menu({ entries, label }: { entries: readonly MenuEntry[]; label: string }) {
  const { t } = useTexts();
  const { pathname } = useLocation();
  const bar = useRef<HTMLElement>(null);
  const rest = useRef<HTMLDivElement>(null);
  const widths = useRef<number[]>([]);
  const [shown, setShown] = useState<number | null>(null); // null: being measured
  const [open, setOpen] = useState(false);
  const names = entries.map(({ name }) => name).join("|");
  useLayoutEffect(() => setShown(null), [names]);
  const fit = useCallback(() => {
    const room = bar.current?.clientWidth ?? 0;
    const all = widths.current.reduce((sum, width) => sum + width, 0);
    if (all <= room) return setShown(widths.current.length);
    let used = kMoreWidth;
    let count = 0;
    while (count < widths.current.length && used + (widths.current[count] as number) <= room) used += widths.current[count++] as number;
    return setShown(count);
  }, []);
  useLayoutEffect(() => {
    if (shown !== null || !bar.current) return;
    widths.current = [...bar.current.querySelectorAll(":scope > a")].map((link) => link.getBoundingClientRect().width + 2);
    fit();
  }, [shown, fit]);
  useEffect(() => {
    const watch = new ResizeObserver(fit);
    if (bar.current) watch.observe(bar.current);
    return () => watch.disconnect();
  }, [fit]);
  useEffect(() => setOpen(false), [pathname]);
  useEffect(() => {
    if (!open) return undefined;
    const away = (event: Event) => {
      if (event instanceof KeyboardEvent ? event.key === "Escape" : !rest.current?.contains(event.target as Node)) setOpen(false);
    };
    for (const kind of ["keydown", "pointerdown", "focusin"]) document.addEventListener(kind, away);
    return () => { for (const kind of ["keydown", "pointerdown", "focusin"]) document.removeEventListener(kind, away); };
  }, [open]);
  const count = shown ?? entries.length;
  const folded = entries.slice(count);
  const here = folded.find(({ path }) => pathname === `/${path}` || pathname.startsWith(`/${path}/`));
  const link = ({ path, name }: MenuEntry) => <NavLink key={path} to={`/${path}`}>{name}</NavLink>;
  return (
    <nav ref={bar} aria-label={label}>
      {entries.slice(0, count).map(link)}
      {folded.length > 0 && (
        <div className="menu-rest" ref={rest}>
          <button type="button" className={here ? "active" : undefined} aria-expanded={open} aria-controls="menu-rest" onClick={() => setOpen(!open)}>
            {here?.name ?? t("menu.more")} ▾
          </button>
          <div id="menu-rest" hidden={!open}>{folded.map(link)}</div>
        </div>
      )}
    </nav>
  );
}
