// A tip on fund fraud, taken in sealed: nothing of it is judged, drafted on this
// computer or shown again to whoever takes the call.
import { Alert, App, AutoComplete, Button, Checkbox, Input, Modal } from "antd";
import { useState } from "react";
import { addTip } from "../api/desk_calls";
import type { NewTip, Tip } from "../api/types";
import { regionCode, regionOptions } from "../lib/regions";
import { useTakeCursor } from "../lib/take_cursor";
import { useCounties } from "../lib/use_counties";
import { useSending } from "../lib/use_sending";
import { useTexts } from "../text";

interface Form { about: string; clue: string; place: string; amount: string; region: string; anonymous: boolean; name: string; phone: string }
const kEmpty: Form = { about: "", clue: "", place: "", amount: "", region: "", anonymous: false, name: "", phone: "" };

function bodyOf(form: Form): NewTip {
  const region = regionCode(form.region);
  const optional = (key: string, value: string) => (value.trim() ? { [key]: value.trim() } : {});
  return {
    about: form.about.trim(), clue: form.clue.trim(), ...(region ? { region } : {}),
    ...optional("place", form.place), ...optional("amount", form.amount),
    ...(form.anonymous ? {} : { ...optional("informant_name", form.name), ...optional("informant_phone", form.phone) }),
  };
}

function Sealed({ tip, close }: { tip: Tip; close: () => void }) {
  const { t } = useTexts();
  const here = useTakeCursor<HTMLDivElement>();
  return (
    <div role="status" ref={here} tabIndex={-1} className="read-back" onKeyDown={(e) => { if (e.key === "Enter") close(); }}>
      <p>{t("tip.sealed")}</p>
      <div className="saved-number tip-number">{tip.tip_id.replace(/^tip-/, "")}</div>
      <p className="mono muted" data-testid="tip-id">{tip.tip_id}</p>
      <p>{t(tip.named ? "tip.sealed.named" : "tip.sealed.nameless", { examine: tip.examine_by, answer: tip.answer_by })}</p>
    </div>
  );
}

export function HotlineTip({ close }: { close: () => void }) {
  const { t, language } = useTexts();
  const [form, setForm] = useState<Form>(kEmpty); // in memory alone: a tip is sealed, on this computer too
  useCounties(form.region);
  const { modal } = App.useApp();
  const { busy, send } = useSending();
  const [tip, setTip] = useState<Tip | null>(null);
  const change = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }));
  const missing = [
    form.about.trim() === "" ? t("tip.about") : "", form.clue.trim() === "" ? t("tip.clue") : "", regionCode(form.region) === null ? t("hotline.region") : "",
  ].filter(Boolean);
  const ready = missing.length === 0;
  const save = async () => {
    if (!ready || busy) return;
    await send(async () => {
      setTip((await addTip(bodyOf(form))).body);
      setForm(kEmpty);
    });
  };
  // Nothing of it is kept anywhere: what was written is not thrown away by a slip.
  const written = !tip && [form.about, form.clue, form.place, form.amount, form.name, form.phone].some((text) => text.trim() !== "");
  const leave = () => {
    if (!written) return close();
    return modal.confirm({ title: t("tip.leave"), okText: t("tip.leave.yes"), okButtonProps: { danger: true }, cancelText: t("tip.leave.no"), autoFocusButton: "cancel", onOk: close });
  };
  const field = (id: string, key: "about" | "place" | "amount" | "name" | "phone", focus = false) => (
    <Input id={id} autoFocus={focus} value={form[key]} maxLength={60} autoComplete="off" onChange={(e) => change({ [key]: e.target.value })} />
  );
  return (
    <Modal
      open title={t("tip.title")} onCancel={leave} width={720} maskClosable={false}
      footer={tip ? <Button type="primary" onClick={close}>{t("common.close")}</Button> : (
        <>
          <span className="small" role="status" data-testid="missing">{ready ? "" : t("common.missing", { names: missing.join(t("common.comma")) })}</span>{" "}
          <Button onClick={leave}>{t("common.cancel")}</Button>
          <Button type="primary" disabled={!ready} loading={busy} onClick={() => void save()}>{t("tip.save")} (Ctrl + Enter)</Button>
        </>
      )}
    >
      {tip ? <Sealed tip={tip} close={close} /> : (
        <div onKeyDown={(e) => { if (e.key === "Enter" && e.ctrlKey) { e.preventDefault(); e.stopPropagation(); void save(); } }}>
          <Alert type="info" showIcon message={t("tip.note")} style={{ marginBottom: 12 }} />
          <div className="more-grid tip-grid">
            <label htmlFor="tip-about">{t("tip.about")} <span className="needed">*</span></label>
            {field("tip-about", "about", true)}
            <label htmlFor="tip-clue">{t("tip.clue")} <span className="needed">*</span></label>
            <Input.TextArea id="tip-clue" rows={4} maxLength={1300} value={form.clue} onChange={(e) => change({ clue: e.target.value })} />
            <label htmlFor="tip-place">{t("tip.place")}</label>
            {field("tip-place", "place")}
            <label htmlFor="tip-amount">{t("tip.amount")}</label>
            {field("tip-amount", "amount")}
            <label htmlFor="tip-region">{t("hotline.region")}</label>
            <AutoComplete
              id="tip-region" value={form.region} options={regionOptions(form.region, language)} defaultActiveFirstOption
              onChange={(region: string) => change({ region })} placeholder={t("hotline.region.help")}
            />
            <span>{t("tip.informant")}</span>
            <Checkbox checked={form.anonymous} onChange={(e) => change({ anonymous: e.target.checked })}>{t("tip.nameless")}</Checkbox>
            {!form.anonymous && (
              <>
                <label htmlFor="tip-name">{t("tip.name")}</label>
                {field("tip-name", "name")}
                <label htmlFor="tip-phone">{t("tip.phone")}</label>
                {field("tip-phone", "phone")}
              </>
            )}
          </div>
        </div>
      )}
    </Modal>
  );
}
