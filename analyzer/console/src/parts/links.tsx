// Links taken apart. Never clickable, copied only defanged.
import { App, Button, Tag } from "antd";
import type { UrlVerdict } from "../api/types";
import { defang } from "../lib/defang";
import { useTexts } from "../text";
import { LevelTag } from "./level";
import { showInvisible } from "./marked_text";

function LinkCard({ link }: { link: UrlVerdict }) {
  const { t, word } = useTexts();
  const { message } = App.useApp();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(defang(link.url ?? link.raw));
      void message.success(t("common.copied"));
    } catch {
      void message.info(defang(link.url ?? link.raw));
    }
  };
  const host = link.host_unicode && link.host_unicode !== link.host ? `${link.host} (${link.host_unicode})` : link.host;
  return (
    <div className="link-card" data-host={link.host ?? ""}>
      <div className="panel-head">
        <LevelTag level={link.level} />
        <Button type="text" onClick={() => void copy()}>
          {t("url.copy")}
        </Button>
      </div>
      <p className="mono wrap">{showInvisible(defang(link.raw))}</p>
      {link.imitates && (
        <p className="tone-critical">
          <strong>{t("url.imitates", { name: link.imitates.name, host: link.imitates.host })}</strong>
        </p>
      )}
      {link.official && <p className="tone-official">{t("url.official", { name: link.official.name })}</p>}
      {link.valid === false ? (
        <p className="muted">{t("url.invalid")}</p>
      ) : (
        <p className="muted">
          {t("url.host")}: <span className="mono">{defang(host ?? "")}</span>, {t("url.domain")}:{" "}
          <span className="mono">{defang(link.registrable_domain ?? "")}</span>
        </p>
      )}
      {(link.disguises?.length ?? 0) > 0 && (
        <p>
          {t("url.written")}: {link.disguises?.map((d) => <Tag key={d}>{word("disguise", d)}</Tag>)}
        </p>
      )}
      {link.listed.length > 0 && <p>{t("url.listed", { lists: link.listed.join(", ") })}</p>}
      {link.reasons.length > 0 && (
        <ul className="todo">
          {link.reasons.map((reason, index) => (
            <li key={index} className="wrap">{reason.text}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function Links({ links }: { links: readonly UrlVerdict[] }) {
  const { t } = useTexts();
  if (links.length === 0) return <p className="muted">{t("hotline.no_links")}</p>;
  return (
    <>
      {links.map((link, index) => (
        <LinkCard key={index} link={link} />
      ))}
    </>
  );
}
