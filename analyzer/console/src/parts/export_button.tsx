// Saves a table of the server's as xlsx or CSV, and says where it does not hold all.
import { App, Button, Dropdown } from "antd";
import { useState } from "react";
import type { FileFormat } from "../api/calls";
import type { Answer } from "../api/client";
import { explain } from "../api/message";
import { saveFile } from "../lib/save_file";
import { showDay } from "../lib/time";
import { useTexts } from "../text";

interface Props {
  name: string; // of the button
  file: string; // of the file, before the day
  load: (format: FileFormat) => Promise<Answer<Blob>>;
  done: string;
}

export function ExportButton({ name, file, load, done }: Props) {
  const texts = useTexts();
  const { t } = texts;
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const save = async (format: FileFormat) => {
    setBusy(true);
    try {
      const { body, cut } = await load(format);
      saveFile(body, `${file}_${showDay(new Date().toISOString())}.${format}`);
      if (cut) void message.warning(t("export.cut"), 8);
      else void message.success(done);
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
        items: (["xlsx", "csv"] as const).map((key) => ({ key, label: t(`export.${key}`) })),
        onClick: ({ key }) => void save(key as FileFormat),
      }}
    >
      <Button loading={busy}>{name} ▾</Button>
    </Dropdown>
  );
}
