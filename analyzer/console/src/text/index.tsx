// The console's language: t() gives a text, word() the name of one of the
// contract's words, both in the language chosen.
import type { Locale } from "antd/es/locale";
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { loadLanguage, storeLanguage, type Language, type LanguageTexts } from "./language";
import type { TextKey } from "./zh";

export type { Language, TextKey };
export type Values = Record<string, string | number>;

export interface Texts {
  language: Language;
  components: Locale;
  // Rejects, and changes nothing, where the other language cannot be fetched.
  setLanguage: (language: Language) => Promise<void>;
  t: (key: TextKey, values?: Values) => string;
  // "channel", "alipay" -> 支付宝市民中心; a word without a text is shown as it is.
  word: (prefix: string, value: string | null | undefined) => string;
}

const TextContext = createContext<Texts | null>(null);

export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

export function TextProvider({ first, children }: { first: LanguageTexts; children: ReactNode }) {
  const [loaded, setLoaded] = useState(first);
  const setLanguage = useCallback(async (next: Language) => {
    setLoaded(await loadLanguage(next));
    storeLanguage(next);
  }, []);
  const { language, dictionary, components } = loaded;
  const texts = useMemo<Texts>(
    () => ({
      language,
      components,
      setLanguage,
      t: (key, values) => fill(dictionary[key] ?? key, values),
      word: (prefix, value) => (value ? (dictionary[`${prefix}.${value}`] ?? value) : ""),
    }),
    [language, dictionary, components, setLanguage],
  );
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
