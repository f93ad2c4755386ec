import { App, ConfigProvider } from "antd";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Console } from "./app";
import { SessionProvider } from "./session/session";
import "./style.css";
import { TextProvider, useTexts } from "./text";
import { loadLanguage, storedLanguage } from "./text/language";
import { theme } from "./theme";

function Themed() {
  const { components } = useTexts();
  return (
    // Windows are put straight into the page: within a box that is attached after them no field could take the cursor.
    <ConfigProvider theme={theme} locale={components} button={{ autoInsertSpace: false }} getPopupContainer={() => document.body}>
      <App>
        <SessionProvider>
          <Console />
        </SessionProvider>
      </App>
    </ConfigProvider>
  );
}

const root = createRoot(document.getElementById("root") as HTMLElement);

void loadLanguage(storedLanguage()).then(
  (first) =>
    root.render(
      <StrictMode>
        <TextProvider first={first}>
          <Themed />
        </TextProvider>
      </StrictMode>,
    ),
  () => {
    // No language, no dictionary: said in both.
    document.body.textContent = "页面没有加载完整,请检查网络后刷新。 The page could not be loaded: check the network and reload.";
  },
);
