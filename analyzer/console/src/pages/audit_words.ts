// What an entry of the audit log says, in words. Pure.
import type { Texts } from "../text";

// "case.claimed" -> 领取; what has no text is shown as it is.
export function showAction(action: string, { word }: Pick<Texts, "word">): string {
  const named = word("done", action);
  if (named !== action) return named;
  const [object, verb] = action.split(".");
  return object === "case" && verb ? word("event", verb) : action;
}

// Details are free text, or an object as JSON: `remote: 127.0.0.1, by: password`.
export function showDetail(detail: string | undefined): string {
  if (!detail?.startsWith("{")) return detail ?? "";
  try {
    const values = JSON.parse(detail) as Record<string, unknown>;
    return Object.entries(values)
      .map(([name, value]) => `${name}: ${typeof value === "string" ? value || "-" : JSON.stringify(value)}`)
      .join(", ");
  } catch {
    return detail;
  }
}
