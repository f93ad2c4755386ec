// The agent's side of the hotline page: the message, and the few questions.
import { AutoComplete, Button, Input, Select } from "antd";
import { useState, type DragEvent, type ReactNode, type Ref } from "react";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { regionOptions } from "../lib/regions";
import { useCounties } from "../lib/use_counties";
import { useTexts } from "../text";
import { PictureChooser } from "./hotline_picture";
import { HotlineHarms } from "./hotline_harms";
import { HotlineMoney } from "./hotline_money";
import { mediumOf, type DraftFault, type HotlineDraft, type Paid } from "./hotline_draft";

const kMediums = [
  "sms", "call", "wechat", "group", "qr", "app", "mini_program", "web", "short_video", "video", "public_account",
  "rcs", "imessage", "visit", "poster", "letter", "parcel", "loudspeaker", "email", "other",
] as const;

// Well above what may be sent, so that what is too long is said to be and not cut in silence.
const kLongestPaste = 200_000;

interface Props {
  draft: HotlineDraft;
  change: (part: Partial<HotlineDraft>) => void;
  answer: (paid: Paid) => void;
  openStop: () => void;
  faults: DraftFault[]; // to be shown; empty before the first try to save
  busy: boolean;
  save: () => void;
  clear: () => void;
  input: Ref<TextAreaRef>;
  picture: ReactNode; // below the text
  more: ReactNode; // the rest of the form
  takeFile: (file: File) => void;
  takePicture: (data: DataTransfer) => boolean; // false: there is none
}

export function HotlineForm({
  draft, change, answer, openStop, faults, busy, save, clear, input, picture, more, takePicture, takeFile,
}: Props) {
  const { t, word, language } = useTexts();
  useCounties(draft.region);
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
  const textFault = faults.includes("long") ? t("error.payload_too_large") : faults.includes("text") ? t("hotline.text.required") : "";
  const regionFault = faults.includes("region");
  return (
    <form
      className={dropping ? "panel tight dropping" : "panel tight"}
      onSubmit={(event) => { event.preventDefault(); save(); }}
      onDragOver={over} onDragLeave={() => setDropping(false)} onDrop={drop}
    >
      <div className="input-head">
        <label className="ask-label" htmlFor="hotline-text">{t("hotline.input")}</label>
        <label className="small" title={t("hotline.dictated.help")}>
          <input
            type="checkbox" id="hotline-dictated" checked={draft.dictated} onChange={(e) => change({ dictated: e.target.checked })}
          /> {t("hotline.dictated")} (Alt + D)
        </label>
        <PictureChooser take={takeFile} />
      </div>
      <Input.TextArea
        id="hotline-text" ref={input} autoFocus value={draft.text} onChange={(e) => change({ text: e.target.value })}
        placeholder={t("hotline.placeholder")} autoSize={{ minRows: 4, maxRows: 8 }} maxLength={kLongestPaste} spellCheck={false}
        status={textFault ? "error" : undefined} style={{ fontSize: 17 }}
      />
      {textFault && <div className="ask-fault" role="alert">{textFault}</div>}
      {draft.dictated && <div className="small">{t("hotline.dictated.help")}</div>}
      {dropping ? <p className="small" role="status">{t("hotline.picture.drop")}</p> : picture}
      <HotlineMoney draft={draft} answer={answer} change={change} faults={faults} openStop={openStop} />
      <HotlineHarms draft={draft} change={change} />
      <div className="where-row">
        <div>
          <label htmlFor="hotline-medium">{t("hotline.medium")}{draft.medium === null && mediumOf(draft) !== null ? <span className="small"> {t("hotline.medium.read")}</span> : mediumOf(draft) === null && <span className="small"> {t("hotline.later")}</span>}</label>
          <Select
            id="hotline-medium" value={mediumOf(draft)} onChange={(medium: HotlineDraft["medium"] | undefined) => change({ medium: medium ?? "" })}
            showSearch allowClear optionFilterProp="label" placeholder={t("hotline.medium.choose")}
            options={kMediums.map((value) => ({ value, label: word("medium", value) }))}
          />
        </div>
        <div>
          <label htmlFor="hotline-region">{t("hotline.region")}{draft.region.trim() === "" && <span className="small"> {t("hotline.later")}</span>}{draft.regionKept && <span className="due-soon" data-testid="region-kept"> {t("hotline.region.kept")}</span>}</label>
          <AutoComplete
            id="hotline-region" value={draft.region} onChange={(region: string) => change({ region, regionKept: false })} defaultActiveFirstOption
            options={regionOptions(draft.region, language)} placeholder={t("hotline.region.help")} status={regionFault ? "error" : draft.regionKept ? "warning" : undefined}
          />
        </div>
      </div>
      {regionFault && <div className="ask-fault" role="alert">{t("hotline.region.wrong")}</div>}
      {more}
      <div className="save-row">
        <Button type="primary" htmlType="submit" loading={busy}>{t("hotline.save")} (Ctrl + Enter)</Button>
        <Button onClick={clear}>{t("hotline.clear")}</Button>
      </div>
    </form>
  );
}
