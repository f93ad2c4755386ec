// The form of a case: printed from the page, or saved as xlsx.
import { App, Button, Dropdown } from "antd";
import { useState } from "react";
import { exportForm } from "../api/case_calls";
import { explain } from "../api/message";
import { saveFile } from "../lib/save_file";
import { useTexts } from "../text";

export function FormButton({ id }: { id: string }) {
  const texts = useTexts();
  const { t } = texts;
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      saveFile((await exportForm(id)).body, `${t("form.title")}_${id}.xlsx`);
      void message.success(t("form.saved"));
    } catch (error) {
      void message.error(explain(error, texts));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [{ key: "print", label: t("case.print") }, { key: "xlsx", label: t("export.xlsx") }],
        onClick: ({ key }) => { if (key === "print") window.print(); else void save(); },
      }}
    >
      <Button loading={busy}>{t("form.button")} ▾</Button>
    </Dropdown>
  );
}
