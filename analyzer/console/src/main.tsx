import { App, ConfigProvider } from "antd";
import enUS from "antd/es/locale/en_US";
import zhCN from "antd/es/locale/zh_CN";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Console } from "./app";
import { SessionProvider } from "./session/session";
import "./style.css";
import { TextProvider, useTexts } from "./text";
import { theme } from "./theme";

function Themed() {
  const { language } = useTexts();
  return (
    <ConfigProvider theme={theme} locale={language === "en" ? enUS : zhCN} button={{ autoInsertSpace: false }}>
      <App>
        <SessionProvider>
          <Console />
        </SessionProvider>
      </App>
    </ConfigProvider>
  );
}

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <TextProvider>
      <Themed />
    </TextProvider>
  </StrictMode>,
);
