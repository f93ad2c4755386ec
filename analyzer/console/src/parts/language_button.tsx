// Switches between Chinese and English; says so where the other one cannot be fetched.
import { App, Button } from "antd";
import { useTexts } from "../text";

export function LanguageButton({ type }: { type: "link" | "text" }) {
  const { t, language, setLanguage } = useTexts();
  const { message } = App.useApp();
  const other = language === "en" ? "zh-CN" : "en";
  const change = () => setLanguage(other).catch(() => message.error(t("error.offline")));
  return (
    <Button type={type} onClick={() => void change()}>
      {t("app.language")}
    </Button>
  );
}
