// A list that comes in, as an administrator sets it up: what the form sends and what is wrong
// with each field.
import { App, Button, Checkbox, Form, Input, InputNumber, Modal, Select } from "antd";
import { useState } from "react";
import * as calls from "../api/calls";
import { CallError } from "../api/client";
import { explain } from "../api/message";
import type { Source } from "../api/types";
import { fieldErrors, fieldsOf, sentOf, kFormats, type SourceFields } from "../lib/source_fields";
import { useTexts } from "../text";

const kEffects = ["inform", "raise", "floor"] as const;

// `source`: the one that is changed; none: a new one. `close` is told whether it was stored.
export function SourceForm({ source, close }: { source: Source | null; close: (stored: boolean) => void }) {
  const texts = useTexts();
  const { t, word } = texts;
  const { message } = App.useApp();
  const [form] = Form.useForm<SourceFields>();
  const [busy, setBusy] = useState(false);
  const format = Form.useWatch("format", form);
  const address = Form.useWatch("address", form);
  const loses = source !== null && source.has_bearer && address !== undefined && address !== source.address;
  const save = async (fields: SourceFields) => {
    setBusy(true);
    try {
      if (source) await calls.changeSource(source.name, source.version ?? 0, sentOf(fields, false));
      else await calls.addSource({ ...sentOf(fields, true), name: fields.name });
      void message.success(t("sources.saved"));
      close(true);
    } catch (failure) {
      const errors = failure instanceof CallError ? fieldErrors(failure.problem?.errors ?? []) : [];
      if (errors.length === 0) void message.error(explain(failure, texts));
      form.setFields(errors.map(({ field, code }) => ({ name: field, errors: [word("sources.wrong", code)] })));
      if (errors[0]) form.scrollToField(errors[0].field, { block: "center" });
    } finally {
      setBusy(false);
    }
  };
  const required = [{ required: true, message: t("sources.wrong.required") }];
  return (
    <Modal open width={720} title={t(source ? "sources.change" : "sources.add")} footer={null} onCancel={() => close(false)}>
      <Form<SourceFields> form={form} layout="vertical" requiredMark={false} initialValues={fieldsOf(source)} onFinish={(fields) => void save(fields)}>
        <Form.Item name="name" label={t("sources.name")} extra={t("sources.name.help")} rules={required}><Input maxLength={40} disabled={source !== null} className="mono" /></Form.Item>
        <Form.Item name="title" label={t("sources.title")} rules={required}><Input maxLength={100} /></Form.Item>
        <Form.Item name="address" label={t("sources.address")} extra={t("sources.address.help")} rules={required}><Input maxLength={2000} className="mono" /></Form.Item>
        <Form.Item name="format" label={t("sources.format")}><Select options={kFormats.map((value) => ({ value, label: word("sources.format", value) }))} /></Form.Item>
        {format === "csv" && <Form.Item name="columns" label={t("sources.columns")} extra={t("sources.columns.help")}><Select mode="tags" open={false} tokenSeparators={[",", " ", ","]} /></Form.Item>}
        <Form.Item name="may" label={t("feeds.may")} extra={t("sources.may.help")}><Select options={kEffects.map((value) => ({ value, label: word("feeds.may", value) }))} /></Form.Item>
        <Form.Item name="trust" label={t("sources.trust")} extra={t("sources.trust.help")} rules={required}><InputNumber min={0.01} max={1} step={0.05} /></Form.Item>
        <Form.Item name="licence" label={t("sources.licence")} rules={required}><Input maxLength={200} /></Form.Item>
        <Form.Item name="every_minutes" label={t("sources.every")}><InputNumber min={5} max={44640} precision={0} addonAfter={t("sources.minutes")} /></Form.Item>
        <Form.Item name="missing" label={t("sources.missing")}><Select options={["revoke", "expire"].map((value) => ({ value, label: word("sources.missing", value) }))} /></Form.Item>
        <Form.Item name="expiry_days" label={t("sources.expiry")} extra={t("sources.expiry.help")}><InputNumber min={1} max={3650} precision={0} addonAfter={t("sources.days")} /></Form.Item>
        <Form.Item name="most_megabytes" label={t("sources.most")}><InputNumber min={1} max={1024} precision={0} addonAfter="MB" /></Form.Item>
        <Form.Item name="bearer" label={t("sources.bearer")} extra={t(loses ? "sources.bearer.lost" : source?.has_bearer ? "sources.bearer.kept" : "sources.bearer.help")}><Input.Password maxLength={4096} autoComplete="new-password" /></Form.Item>
        {source?.has_bearer && <Form.Item name="drop_bearer" valuePropName="checked"><Checkbox>{t("sources.bearer.drop")}</Checkbox></Form.Item>}
        <Form.Item name="intranet" valuePropName="checked" extra={t("sources.intranet.help")}><Checkbox>{t("sources.intranet")}</Checkbox></Form.Item>
        <Form.Item name="enabled" valuePropName="checked" extra={t("sources.enabled.help")}><Checkbox disabled={source === null}>{t("sources.enabled")}</Checkbox></Form.Item>
        <div style={{ display: "flex", gap: 12 }}>
          <Button type="primary" htmlType="submit" loading={busy}>{t("common.save")}</Button>
          <Button onClick={() => close(false)}>{t("common.cancel")}</Button>
        </div>
      </Form>
    </Modal>
  );
}
