// "It does not go through" and "how do I know that I am certified": what to tell a
// caller, with nothing recorded.
import { Alert, AutoComplete, Checkbox, Drawer, InputNumber, Select } from "antd";
import { useEffect, useState } from "react";
import { askHelp } from "../api/calls";
import { explain } from "../api/message";
import type { HelpQuestion } from "../api/types";
import { regionCode, regionOptions } from "../lib/regions";
import { inLanguage } from "../parts/reasons";
import { useTexts } from "../text";

const kFailures = [
  "low_similarity", "action_not_done", "light", "occlusion", "camera", "network", "maintenance", "timeout",
  "not_found", "wrong_identity", "wrong_region", "outside_window", "already_done", "app_outdated", "no_template", "other",
] as const;
const kSpecials = ["bedridden", "blind", "deaf", "disabled", "dementia", "hospitalized"] as const;
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

function useHelp(asked: Asked, open: boolean) {
  const [help, setHelp] = useState<{ zh: string; en: string }[]>([]);
  const [error, setError] = useState<unknown>(null);
  const question = JSON.stringify(questionOf(asked));
  useEffect(() => {
    if (!open) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      askHelp(JSON.parse(question) as HelpQuestion, abort.signal)
        .then(({ body }) => { setHelp(body.help); setError(null); })
        .catch((failure: unknown) => { if (!abort.signal.aborted) setError(failure); });
    }, kWait);
    return () => { clearTimeout(timer); abort.abort(); };
  }, [question, open]);
  return { help, error };
}

export function HotlineHelp({ open, close, region }: { open: boolean; close: () => void; region: string }) {
  const texts = useTexts();
  const { t, word, language } = texts;
  const nothing: Asked = { special: [], age: null, often: false, abroad: false, region };
  const [asked, setAsked] = useState<Asked>(nothing);
  // Every caller begins anew.
  useEffect(() => { if (open) setAsked(nothing); }, [open]);
  const { help, error } = useHelp(asked, open);
  const change = (part: Partial<Asked>) => setAsked((before) => ({ ...before, ...part }));
  const regions = regionOptions(asked.region, language);
  return (
    <Drawer open={open} onClose={close} width={640} title={t("help.title")} destroyOnHidden>
      <p className="muted">{t("help.text")}</p>
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
        <div>
          <Checkbox.Group
            value={asked.special} onChange={(special) => change({ special })}
            options={kSpecials.map((value) => ({ value, label: word("special", value) }))}
          />
          <div style={{ marginTop: 6 }}>
            <Checkbox checked={asked.abroad} onChange={(e) => change({ abroad: e.target.checked })}>{t("help.abroad")}</Checkbox>
            <Checkbox checked={asked.often} onChange={(e) => change({ often: e.target.checked })}>{t("help.often")}</Checkbox>
          </div>
        </div>
        <label htmlFor="help-region">{t("hotline.region")}</label>
        <AutoComplete
          id="help-region" value={asked.region} options={regions} onChange={(value: string) => change({ region: value })}
          placeholder={t("hotline.region.help")}
        />
      </div>
      {regionCode(asked.region) === null && <Alert type="info" showIcon message={t("help.region.unknown")} style={{ marginBottom: 12 }} />}
      {error !== null && <Alert type="warning" showIcon message={explain(error, texts)} />}
      <h2>{t("hotline.say")}</h2>
      {help.length > 0 ? (
        <ol className="say" data-testid="help-say">
          {help.map((sentence) => <li key={sentence.zh}>{inLanguage(sentence, language)}</li>)}
        </ol>
      ) : (
        <p className="muted">{t("help.empty")}</p>
      )}
      <h2>{t("help.certified")}</h2>
      <ol className="say">
        <li>{t("help.certified.app")}</li>
        <li>{t("help.certified.silent")}</li>
      </ol>
    </Drawer>
  );
}
