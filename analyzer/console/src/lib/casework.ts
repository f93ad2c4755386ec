// The findings and destinations of the server (data/casework.toml), read once.
import { useEffect, useState } from "react";
import * as calls from "../api/calls";
import type { Casework, Sentence } from "../api/types";
import type { Language } from "../text";

let known: Promise<Casework> | null = null;

function read(): Promise<Casework> {
  known ??= calls.getCasework().then(({ body }) => body);
  known.catch(() => {
    known = null; // asked again by the next screen
  });
  return known;
}

export function useCasework(): Casework | null {
  const [value, setValue] = useState<Casework | null>(null);
  useEffect(() => {
    let gone = false;
    read().then((words) => { if (!gone) setValue(words); }, () => {});
    return () => { gone = true; };
  }, []);
  return value;
}

export const say = (sentence: Sentence, language: Language): string => (language === "en" ? sentence.en : sentence.zh);

// The name of a finding or destination, "" while nothing is known of it.
export function nameOf(list: readonly { id: string; name: Sentence }[] | undefined, id: string | null | undefined, language: Language): string {
  const found = list?.find((one) => one.id === id);
  return found ? say(found.name, language) : (id ?? "");
}
