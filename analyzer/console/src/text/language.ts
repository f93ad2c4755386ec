// The texts of one language, fetched when it is chosen: nobody waits for the other one's.
import type { Locale } from "antd/es/locale";
import { setRequestLanguage } from "../api/client";
import { typologies } from "./typologies";

export type Language = "zh-CN" | "en";

export interface LanguageTexts {
  language: Language;
  dictionary: Record<string, string>;
  components: Locale; // what the component library says by itself
}

const kStorageKey = "analyzer.language";

export function storedLanguage(): Language {
  try {
    return localStorage.getItem(kStorageKey) === "en" ? "en" : "zh-CN";
  } catch {
    return "zh-CN";
  }
}

export function storeLanguage(language: Language) {
  try {
    localStorage.setItem(kStorageKey, language);
  } catch {
    // Private windows may refuse; the choice then lasts for this page.
  }
}

// Rejects where the server cannot be reached; the language of requests is then as before.
export async function loadLanguage(language: Language): Promise<LanguageTexts> {
  const english = language === "en";
  const [own, components] = await (english
    ? Promise.all([import("./en").then((file) => file.en), import("antd/es/locale/en_US")])
    : Promise.all([import("./zh").then((file) => file.zh), import("antd/es/locale/zh_CN")]));
  const named = Object.entries(typologies).map(([id, name]) => [`typology.${id}`, english ? name.en : name.zh]);
  setRequestLanguage(language);
  return { language, dictionary: { ...own, ...Object.fromEntries(named) }, components: components.default };
}
