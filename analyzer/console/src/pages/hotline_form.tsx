// The agent's side of the hotline page: the message, and the few questions.
import { AutoComplete, Button, Checkbox, Form, Input, Radio, Select, Switch } from "antd";
import { useState, type DragEvent, type ReactNode, type Ref } from "react";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { regionOptions } from "../lib/regions";
import { parseYuan } from "../lib/yuan";
import { useTexts, type TextKey } from "../text";
import { PictureChooser } from "./hotline_picture";
import { kHarms, type DraftFault, type HotlineDraft } from "./hotline_draft";

const kSources = ["12333", "96110", "12321", "12345", "110", "window", "web", "other"] as const;
const kMediums = [
  "sms", "call", "wechat", "group", "qr", "app", "mini_program", "web", "short_video", "video", "public_account",
  "rcs", "imessage", "visit", "poster", "letter", "parcel", "loudspeaker", "email", "other",
] as const;
const kFirstTexts: Record<DraftFault, TextKey> = {
  text: "sign_in.required",
  long: "error.payload_too_large",
  region: "hotline.region.wrong",
  paid: "sign_in.required",
  yuan: "hotline.paid_yuan.required",
};

interface Props {
  draft: HotlineDraft;
  change: (part: Partial<HotlineDraft>) => void;
  faults: DraftFault[]; // to be shown; empty before the first try to save
  busy: boolean;
  save: () => void;
  clear: () => void;
  input: Ref<TextAreaRef>;
  picture: ReactNode; // below the text
  takeFile: (file: File) => void;
  takePicture: (data: DataTransfer) => boolean; // false: there is none
}

export function HotlineForm({ draft, change, faults, busy, save, clear, input, picture, takePicture, takeFile }: Props) {
  const { t, word, language } = useTexts();
  const [dropping, setDropping] = useState(false);
  const over = (event: DragEvent) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault(); // or the browser would open the picture
    setDropping(true);
  };
  const drop = (event: DragEvent) => {
    setDropping(false);
    if ([...event.dataTransfer.types].includes("Files")) event.preventDefault();
    takePicture(event.dataTransfer);
  };
  const yuan = parseYuan(draft.yuan);
  const fault = (name: DraftFault) =>
    faults.includes(name) ? { validateStatus: "error" as const, help: t(kFirstTexts[name]) } : {};
  const options = (prefix: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: word(prefix, value) }));
  const regions = regionOptions(draft.region, language);
  return (
    <Form
      layout="vertical"
      className={dropping ? "panel dropping" : "panel"}
      onFinish={save}
      onDragOver={over}
      onDragLeave={() => setDropping(false)}
      onDrop={drop}
    >
      <PictureChooser take={takeFile} />
      <Form.Item label={t("hotline.input")} htmlFor="hotline-text" {...fault("text")} {...fault("long")} style={{ marginBottom: 8 }}>
        <Input.TextArea
          id="hotline-text"
          ref={input}
          autoFocus
          value={draft.text}
          onChange={(e) => change({ text: e.target.value })}
          placeholder={t("hotline.placeholder")}
          autoSize={{ minRows: 6, maxRows: 14 }}
          maxLength={20000}
          spellCheck={false}
          style={{ fontSize: 18 }}
        />
      </Form.Item>
      {dropping ? <p className="small" role="status">{t("hotline.picture.drop")}</p> : picture}
      <Form.Item help={draft.dictated ? t("hotline.dictated.help") : undefined} style={{ marginBottom: 12 }}>
        <Switch
          id="hotline-dictated"
          checked={draft.dictated}
          onChange={(dictated) => change({ dictated })}
          aria-labelledby="hotline-dictated-label"
        />{" "}
        <label id="hotline-dictated-label" htmlFor="hotline-dictated">{t("hotline.dictated")}</label>
      </Form.Item>
      <Form.Item label={t("hotline.paid")} required {...fault("paid")} style={{ marginBottom: 12 }}>
        <Radio.Group
          value={draft.paid}
          onChange={(e) => change({ paid: e.target.value as HotlineDraft["paid"] })}
          options={(["no", "yes", "unknown"] as const).map((value) => ({ value, label: t(`hotline.paid.${value}`) }))}
          optionType="button"
          buttonStyle="solid"
        />
      </Form.Item>
      {draft.paid === "yes" && (
        <Form.Item label={t("hotline.paid_yuan")} htmlFor="hotline-yuan" {...fault("yuan")} style={{ marginBottom: 12 }}>
          <Input
            id="hotline-yuan"
            autoFocus
            autoComplete="off"
            placeholder={t("hotline.paid_yuan.example")}
            value={draft.yuan}
            onChange={(e) => change({ yuan: e.target.value })}
            style={{ width: 220 }}
          />
          {yuan !== null && <span className="muted" style={{ marginLeft: 12 }}>{t("hotline.paid_yuan.read", { n: yuan.toLocaleString("zh-CN") })}</span>}
        </Form.Item>
      )}
      <Form.Item className="harms" label={t("hotline.harm")} style={{ marginBottom: 12 }}>
        <Checkbox.Group
          value={draft.harms}
          onChange={(harms) => change({ harms: harms as HotlineDraft["harms"], noHarm: false })}
          options={kHarms.map((value) => ({ value, label: t(`hotline.harm.${value}`) }))}
          style={{ rowGap: 6 }}
        />
        <div style={{ marginTop: 6 }}>
          <Checkbox
            checked={draft.noHarm}
            onChange={(e) => change(e.target.checked ? { noHarm: true, harms: [] } : { noHarm: false })}
          >
            {t("hotline.harm.nothing")}
          </Checkbox>
        </div>
      </Form.Item>
      <div className="columns" style={{ gridTemplateColumns: "repeat(2, minmax(0, 1fr))", columnGap: 16, rowGap: 0 }}>
        <Form.Item label={t("hotline.medium")} htmlFor="hotline-medium" style={{ marginBottom: 12 }}>
          <Select
            id="hotline-medium"
            value={draft.medium}
            onChange={(medium) => change({ medium })}
            options={options("medium", kMediums) as { value: HotlineDraft["medium"]; label: string }[]}
            showSearch
            optionFilterProp="label"
          />
        </Form.Item>
        <Form.Item label={t("hotline.source")} htmlFor="hotline-source" style={{ marginBottom: 12 }}>
          <Select
            id="hotline-source"
            value={draft.source}
            onChange={(source) => change({ source })}
            options={options("report_source", kSources) as { value: HotlineDraft["source"]; label: string }[]}
          />
        </Form.Item>
        <Form.Item label={`${t("hotline.region")} (${t("common.optional")})`} htmlFor="hotline-region" {...fault("region")}>
          <AutoComplete
            id="hotline-region"
            value={draft.region}
            onChange={(region: string) => change({ region })}
            options={regions}
            placeholder={t("hotline.region.help")}
          />
        </Form.Item>
        <Form.Item label={`${t("hotline.sender")} (${t("common.optional")})`} htmlFor="hotline-sender">
          <Input
            id="hotline-sender"
            value={draft.sender}
            maxLength={64}
            onChange={(e) => change({ sender: e.target.value })}
            autoComplete="off"
          />
        </Form.Item>
      </div>
      <div style={{ display: "flex", gap: 12, alignItems: "center", flexWrap: "wrap" }}>
        <Button type="primary" htmlType="submit" loading={busy} size="large">{t("hotline.save")}</Button>
        <Button onClick={clear} size="large">{t("hotline.clear")}</Button>
        <span className="muted">{t("hotline.keys")}</span>
      </div>
    </Form>
  );
}
