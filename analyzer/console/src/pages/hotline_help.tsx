// "It does not go through" and "how do I know that I am certified": what to tell a
// caller, with nothing recorded.
import { Alert, AutoComplete, Checkbox, Drawer, InputNumber, Select } from "antd";
import { useEffect, useState } from "react";
import { askHelp, listRegister } from "../api/calls";
import { explain } from "../api/message";
import type { HelpQuestion } from "../api/types";
import { useLoad } from "../lib/load";
import { regionCode, regionOptions } from "../lib/regions";
import { useCounties } from "../lib/use_counties";
import { inLanguage } from "../parts/reasons";
import { useTexts, type TextKey } from "../text";

const kFailures = [
  "low_similarity", "action_not_done", "light", "occlusion", "camera", "network", "maintenance", "timeout",
  "not_found", "wrong_identity", "wrong_region", "outside_window", "already_done", "app_outdated", "no_template", "other",
] as const;
const kSpecials = ["bedridden", "blind", "deaf", "disabled", "dementia", "hospitalized"] as const;
const kDoneAt = ["unknown", "app_12333", "province_app", "wechat", "alipay", "window", "home_visit", "silent", "consulate"] as const;
const kMostApps = 6;
const kMostAge = 130;
const kTriesOften = 5; // what "several times" stands for
const kWait = 200; // ms after the last change

interface Asked {
  failure?: (typeof kFailures)[number];
  special: (typeof kSpecials)[number][];
  age: number | null;
  often: boolean;
  abroad: boolean;
  region: string; // as typed
}

function questionOf(asked: Asked): HelpQuestion {
  return {
    region: regionCode(asked.region) || "000000",
    failure_code: asked.failure ?? null,
    special: asked.special,
    age: asked.age,
    abroad: asked.abroad || null,
    tries: asked.often ? kTriesOften : null,
  };
}

function useHelp(asked: Asked) {
  const [help, setHelp] = useState<{ zh: string; en: string }[]>([]);
  const [error, setError] = useState<unknown>(null);
  const question = JSON.stringify(questionOf(asked));
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      askHelp(JSON.parse(question) as HelpQuestion, abort.signal)
        .then(({ body }) => { setHelp(body.help); setError(null); })
        .catch((failure: unknown) => { if (!abort.signal.aborted) setError(failure); });
    }, kWait);
    return () => { clearTimeout(timer); abort.abort(); };
  }, [question]);
  return { help, error };
}

export type HelpSubject = "failed" | "certified";

function Region({ value, set }: { value: string; set: (region: string) => void }) {
  const { t, language } = useTexts();
  useCounties(value);
  return (
    <>
      <label htmlFor="help-region">{t("hotline.region")}</label>
      <AutoComplete
        id="help-region" value={value} options={regionOptions(value, language)} onChange={set} defaultActiveFirstOption
        placeholder={t("hotline.region.help")}
      />
    </>
  );
}

interface PartProps {
  asked: Asked;
  change: (part: Partial<Asked>) => void;
  help: { zh: string; en: string }[];
}

function Failed({ asked, change, help }: PartProps) {
  const { t, word, language } = useTexts();
  return (
    <>
      <div className="help-form">
        <label htmlFor="help-failure">{t("help.failure")}</label>
        <Select
          id="help-failure" autoFocus allowClear showSearch optionFilterProp="label" value={asked.failure}
          onChange={(failure) => change({ failure })} placeholder={t("help.failure.unknown")}
          options={kFailures.map((value) => ({ value, label: word("failure", value) }))}
        />
        <label htmlFor="help-age">{t("help.age")}</label>
        <InputNumber id="help-age" min={0} max={kMostAge} precision={0} value={asked.age} onChange={(age) => change({ age })} />
        <span>{t("help.who")}</span>
        <div className="help-who">
          <Checkbox.Group
            value={asked.special} onChange={(special) => change({ special })}
            options={kSpecials.map((value) => ({ value, label: word("special", value) }))}
          />
          <Checkbox checked={asked.abroad} onChange={(e) => change({ abroad: e.target.checked })}>{t("help.abroad")}</Checkbox>
          <Checkbox checked={asked.often} onChange={(e) => change({ often: e.target.checked })}>{t("help.often")}</Checkbox>
        </div>
        <Region value={asked.region} set={(region) => change({ region })} />
      </div>
      <h2>{t("hotline.say")}</h2>
      {help.length > 0 ? (
        <ol className="say" data-testid="help-say">
          {help.map((sentence) => <li key={sentence.zh}>{inLanguage(sentence, language)}</li>)}
        </ol>
      ) : (
        <p className="muted">{t("help.empty")}</p>
      )}
    </>
  );
}

// Where a certification's record is seen, by where it was done.
const kWays: Record<(typeof kDoneAt)[number], TextKey> = {
  unknown: "help.certified.app", app_12333: "help.certified.app", province_app: "help.certified.province",
  wechat: "help.certified.mini", alipay: "help.certified.mini", window: "help.certified.window",
  home_visit: "help.certified.visit", silent: "help.certified.silent", consulate: "help.certified.consulate",
};

// Official apps of a province by the register; empty for a place that is not known.
function useApps(region: string): string[] {
  const code = regionCode(region);
  const province = code ? code.slice(0, 2) : "";
  const { value } = useLoad(
    () => province ? listRegister({ kind: "app", region: province }) : Promise.resolve({ body: null, status: 200, etag: null }),
    [province],
  );
  return (value?.data ?? []).slice(0, kMostApps).map((entry) => entry.name);
}

function Certified({ asked, change, help }: PartProps) {
  const { t, word, language } = useTexts();
  const [where, setWhere] = useState<(typeof kDoneAt)[number]>("unknown");
  const apps = useApps(asked.region);
  const rule = help.at(-1); // of what is said on a failure the last tells the region's rule
  return (
    <>
      <div className="help-form">
        <label htmlFor="help-where">{t("help.certified.where")}</label>
        <Select
          id="help-where" autoFocus value={where} onChange={setWhere}
          options={kDoneAt.map((value) => ({ value, label: value === "unknown" ? t("help.certified.where.unknown") : word("channel", value) }))}
        />
        <Region value={asked.region} set={(region) => change({ region })} />
      </div>
      <h2>{t("hotline.say")}</h2>
      <ol className="say" data-testid="help-certified">
        <li>{t(kWays[where])}</li>
        {where !== "silent" && <li>{t("help.certified.ask")}</li>}
        {rule && <li>{inLanguage(rule, language)}</li>}
      </ol>
      {apps.length > 0 && <p className="muted">{t("help.certified.apps", { names: apps.join(t("common.comma")) })}</p>}
    </>
  );
}

// Every caller begins anew: it is there while it is open alone.
export function HotlineHelp({ subject, close, region }: { subject: HelpSubject; close: () => void; region: string }) {
  const texts = useTexts();
  const { t } = texts;
  const [asked, setAsked] = useState<Asked>({ special: [], age: null, often: false, abroad: false, region });
  const { help, error } = useHelp(asked);
  const change = (part: Partial<Asked>) => setAsked((before) => ({ ...before, ...part }));
  const Part = subject === "certified" ? Certified : Failed;
  return (
    <Drawer open autoFocus={false} onClose={close} width={640} title={t(subject === "certified" ? "help.certified" : "help.title")}>
      <p className="muted">{t("help.text")}</p>
      {error !== null && <Alert type="warning" showIcon message={explain(error, texts)} style={{ marginBottom: 12 }} />}
      <Part asked={asked} change={change} help={help} />
      {regionCode(asked.region) === null && <Alert type="info" showIcon message={t("help.region.unknown")} style={{ marginTop: 12 }} />}
    </Drawer>
  );
}
