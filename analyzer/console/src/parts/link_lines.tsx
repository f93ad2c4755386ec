// What each link of a text is, in one line: an agent who is asked "is this the real one?"
// reads it here. All else of a link is in Links.
import type { UrlVerdict } from "../api/types";
import { defang } from "../lib/defang";
import { useTexts } from "../text";
import { LevelTag } from "./level";

const kShown = 4; // more stand in the part that unfolds

export function LinkLines({ links }: { links: readonly UrlVerdict[] }) {
  const { t } = useTexts();
  const said = (link: UrlVerdict): string => {
    if (link.official) return t("url.official.is", { name: link.official.name });
    if (link.imitates) return t("url.imitates.line", { name: link.imitates.name });
    if (link.reasons.some((reason) => reason.code === "url.short_link")) return t("url.short");
    return link.host ? t("url.official.not.line") : "";
  };
  if (links.length === 0) return null;
  return (
    <ul className="link-lines" data-testid="link-lines">
      {links.slice(0, kShown).map((link, index) => (
        <li key={index}>
          <LevelTag level={link.level} /> <span className="mono">{defang(link.host_unicode ?? link.host ?? link.raw)}</span> <span>{said(link)}</span>
        </li>
      ))}
      {links.length > kShown && <li className="small">{t("url.lines.more", { n: links.length - kShown })}</li>}
    </ul>
  );
}
