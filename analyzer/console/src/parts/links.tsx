// Links taken apart. Never clickable, copied only defanged.
import { App, Button, Tag } from "antd";
import type { ReactNode } from "react";
import type { UrlVerdict } from "../api/types";
import { beforeAt, behindHost, hostParts, portOf } from "../lib/address";
import { defang } from "../lib/defang";
import { useTexts } from "../text";
import { LevelTag } from "./level";
import { showInvisible } from "./marked_text";

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

// Where the link leads: the registered domain stands out, since all else of a
// host is named as its owner likes.
function Host({ link }: { link: UrlVerdict }) {
  const { t } = useTexts();
  const host = link.host ?? "";
  const registered = link.registrable_domain ?? "";
  const parts = hostParts(host, registered);
  const subdomains = parts.before.replace(/^www\.|\.$/g, "");
  const shown = link.host_unicode && link.host_unicode !== host ? link.host_unicode : "";
  return (
    <>
      <span className="mono">
        <span className="muted">{defang(parts.before)}</span>
        <strong className="registered">{defang(parts.registered)}</strong>
        {portOf(link.url ?? "")}
      </span>
      {link.reasons.some((reason) => reason.code === "url.short_link") && <div className="small">{t("url.short")}</div>}
      {shown && <div className="small">{t("url.shown_as", { host: defang(shown) })}</div>}
      {link.imitates && subdomains && <div className="small">{t("url.before", { before: defang(subdomains) })}</div>}
    </>
  );
}

function Official({ official }: { official: NonNullable<UrlVerdict["official"]> }) {
  const { t } = useTexts();
  return (
    <>
      <strong className="tone-official">{t("url.official.is", { name: official.name })}</strong>
      {official.owner && official.owner !== official.name && <div>{t("url.owner", { owner: official.owner })}</div>}
      <div className={official.confirmed ? "small" : "small unconfirmed"}>
        {official.confirmed
          ? t("register.confirmed.by", { by: official.confirmed_by ?? "", at: official.confirmed_at ?? "" })
          : t("register.unconfirmed")}
      </div>
      {official.source && <div className="small wrap">{t("register.source.is", { source: official.source })}</div>}
    </>
  );
}

function Parts({ link }: { link: UrlVerdict }) {
  const { t, word } = useTexts();
  const url = link.url ?? link.raw;
  const userinfo = beforeAt(url);
  const behind = behindHost(url);
  return (
    <dl className="parts">
      {link.host && <Row name={t("url.host")}><Host link={link} /></Row>}
      {userinfo && <Row name={t("url.userinfo")}><span className="mono">{defang(userinfo)}</span><div className="small">{t("url.userinfo.note")}</div></Row>}
      {link.host && behind && <Row name={t("url.behind")}><span className="mono">{defang(behind)}</span></Row>}
      {link.imitates && (
        <Row name={t("url.imitates")}>
          <strong className="tone-critical">{t("url.imitates.whom", { name: link.imitates.name })}</strong>
          <div className="small">{t(link.imitates.host === "gov.cn" ? "url.imitates.gov" : "url.imitates.real", { host: link.imitates.host })}</div>
        </Row>
      )}
      {link.host && <Row name={t("url.official")}>{link.official ? <Official official={link.official} /> : t("url.official.not")}</Row>}
      <Row name={t("url.listed")}>{link.listed.length > 0 ? <strong className="tone-critical">{link.listed.map((name) => word("list", name)).join(t("common.comma"))}</strong> : t("url.listed.not")}</Row>
      {(link.disguises?.length ?? 0) > 0 && <Row name={t("url.written")}>{link.disguises?.map((d) => <Tag key={d}>{word("disguise", d)}</Tag>)}</Row>}
    </dl>
  );
}

function LinkCard({ link }: { link: UrlVerdict }) {
  const { t } = useTexts();
  const { message } = App.useApp();
  const safe = defang(link.url ?? link.raw);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(safe);
      void message.success(t("url.copied"));
    } catch {
      void message.info(safe);
    }
  };
  return (
    <div className="link-card" data-host={link.host ?? ""}>
      <div className="panel-head">
        <LevelTag level={link.level} />
        <Button type="text" onClick={() => void copy()}>{t("url.copy")}</Button>
      </div>
      <p className="mono wrap">{showInvisible(defang(link.raw))}</p>
      {link.reasons.length > 0 && (
        <ul className="todo">
          {link.reasons.map((reason, index) => <li key={index} className="wrap">{reason.text}</li>)}
        </ul>
      )}
      {link.valid === false ? <p className="muted">{t("url.invalid")}</p> : <Parts link={link} />}
    </div>
  );
}

export function Links({ links }: { links: readonly UrlVerdict[] }) {
  const { t } = useTexts();
  if (links.length === 0) return <p className="muted">{t("hotline.no_links")}</p>;
  return (
    <>
      {links.map((link, index) => <LinkCard key={index} link={link} />)}
    </>
  );
}
