// A screenshot beside the message: handed in, shown, read, its codes.
import { Alert, Button, Progress } from "antd";
import { useRef } from "react";
import { explain } from "../api/message";
import type { Picture } from "../api/types";
import { defang } from "../lib/defang";
import type { PictureState } from "../lib/use_picture";
import { useTexts, type TextKey } from "../text";

interface Props {
  picture: PictureState;
  codes: string[];
  remove: () => void;
  removeCode: (code: string) => void;
}

function Codes({ codes, removeCode }: Pick<Props, "codes" | "removeCode">) {
  const { t } = useTexts();
  return (
    <ul className="codes">
      {codes.map((code) => (
        <li key={code}>
          <strong>{t("hotline.picture.code")}</strong> <span className="mono">{defang(code)}</span>
          <Button size="small" onClick={() => removeCode(code)} aria-label={t("hotline.picture.code.remove")}>×</Button>
        </li>
      ))}
    </ul>
  );
}

function outcome(answer: Picture): { tone: "success" | "warning" | "error"; text: TextKey } {
  if (answer.state === "failed") {
    const costly = answer.trouble?.code === "too_costly";
    return { tone: "error", text: costly ? "hotline.picture.too_costly" : "hotline.picture.failed" };
  }
  if (answer.text === "" && answer.codes.length === 0) return { tone: "warning", text: "hotline.picture.nothing" };
  if (answer.unclear) return { tone: "warning", text: "hotline.picture.unclear" };
  return { tone: "success", text: "hotline.picture.done" };
}

function Way({ answer }: { answer: Picture | null }) {
  const { t } = useTexts();
  const said =
    answer === null ? t("hotline.picture.sending")
    : answer.state === "waiting" ? t("hotline.picture.waiting", { n: answer.ahead })
    : t("hotline.picture.reading");
  return (
    <div role="status">
      <span>{said}</span>
      <Progress percent={Math.round((answer?.progress ?? 0) * 100)} size="small" aria-label={said} />
    </div>
  );
}

function Told({ answer }: { answer: Picture }) {
  const { t } = useTexts();
  const { tone, text } = outcome(answer);
  return (
    <>
      <Alert type={tone} showIcon message={t(text)} role="status" />
      {answer.title !== "" && <p className="small">{t("hotline.picture.title", { title: answer.title })}</p>}
    </>
  );
}

// Stands before the text, so that whoever types on by keyboard need not pass it;
// pasting needs no button.
export function PictureChooser({ take }: { take: (file: File) => void }) {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="picture-choose small">
      <Button size="small" title={t("hotline.picture")} onClick={() => input.current?.click()}>{t("hotline.picture.choose")}</Button>
      <input
        ref={input}
        type="file"
        style={{ display: "none" }}
        accept="image/png,image/jpeg,image/webp"
        aria-label={t("hotline.picture.choose")}
        onChange={(e) => {
          const file = e.target.files?.[0];
          if (file) take(file);
          e.target.value = ""; // the same one may be chosen again
        }}
      />
    </div>
  );
}

export function HotlinePicture({ picture, codes, remove, removeCode }: Props) {
  const texts = useTexts();
  const { t } = texts;
  const { preview, answer, error } = picture;
  const over = answer !== null && (answer.state === "done" || answer.state === "failed");
  return (
    <div className="picture">
      {preview !== "" && (
        <div className="picture-card" data-testid="picture" data-state={error !== null ? "refused" : (answer?.state ?? "sending")}>
          <a href={preview} download="picture" title={t("hotline.picture.preview")}>
            <img src={preview} alt={t("hotline.picture.preview")} />
          </a>
          <div className="picture-said">
            {error !== null ? (
              <Alert type="error" showIcon message={explain(error, texts)} role="alert" />
            ) : over ? (
              <Told answer={answer} />
            ) : (
              <Way answer={answer} />
            )}
            <Button size="small" onClick={remove}>{t("hotline.picture.remove")}</Button>
          </div>
        </div>
      )}
      {codes.length > 0 && <Codes codes={codes} removeCode={removeCode} />}
    </div>
  );
}
