// The console's language: t() gives a text, word() the name of one of the
// contract's words, both in the language chosen.
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { setRequestLanguage } from "../api/client";
import { en } from "./en";
import { typologies } from "./typologies";
import { zh, type TextKey } from "./zh";

export type { TextKey };
export type Language = "zh-CN" | "en";
export type Values = Record<string, string | number>;

const kStorageKey = "analyzer.language";

export interface Texts {
  language: Language;
  setLanguage: (language: Language) => void;
  t: (key: TextKey, values?: Values) => string;
  // "channel", "alipay" -> 支付宝市民中心; a word without a text is shown as it is.
  word: (prefix: string, value: string | null | undefined) => string;
}

const TextContext = createContext<Texts | null>(null);

export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

function stored(): Language {
  try {
    return localStorage.getItem(kStorageKey) === "en" ? "en" : "zh-CN";
  } catch {
    return "zh-CN";
  }
}

setRequestLanguage(stored());

export function TextProvider({ children }: { children: ReactNode }) {
  const [language, setLanguageState] = useState<Language>(stored);
  const setLanguage = useCallback((next: Language) => {
    setRequestLanguage(next);
    setLanguageState(next);
    try {
      localStorage.setItem(kStorageKey, next);
    } catch {
      // Private windows may refuse; the choice then lasts for this page.
    }
  }, []);
  const texts = useMemo<Texts>(() => {
    const english = language === "en";
    const named = Object.entries(typologies).map(([id, name]) => [`typology.${id}`, english ? name.en : name.zh]);
    const dictionary: Record<string, string> = { ...(english ? en : zh), ...Object.fromEntries(named) };
    return {
      language,
      setLanguage,
      t: (key, values) => fill(dictionary[key] ?? key, values),
      word: (prefix, value) => (value ? (dictionary[`${prefix}.${value}`] ?? value) : ""),
    };
  }, [language, setLanguage]);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = texts.t("app.name");
  }, [language, texts]);
  return <TextContext.Provider value={texts}>{children}</TextContext.Provider>;
}

export function useTexts(): Texts {
  const texts = useContext(TextContext);
  if (!texts) throw new Error("useTexts outside of TextProvider");
  return texts;
}
