// What a refused or failed call means for the person at the screen.
import type { Texts, TextKey } from "../text";
import { CallError } from "./client";
import type { Problem } from "./types";

const kByName: Record<string, TextKey> = {
  not_recorded: "error.not_recorded",
  bad_credentials: "error.bad_credentials",
  account_locked: "error.account_locked",
  pictures_busy: "error.pictures_busy",
  pictures_unavailable: "error.pictures_unavailable",
  unsupported_picture: "error.unsupported_picture",
  same_person: "error.same_person",
  recused: "error.recused",
  conflict_of_interest: "error.conflict_of_interest",
  handed_over: "error.handed_over",
  settled: "error.settled",
  password_change_required: "error.password_change_required",
};

// Refusals that say more by their first field's code.
const kByCode: Record<string, TextKey> = {
  beyond_hold: "error.beyond_hold",
  too_many: "error.too_many",
  not_in_bulk: "error.not_in_bulk",
  may_not: "error.may_not",
  was_reached: "error.was_reached",
  not_personal: "error.not_personal",
  not_decided: "error.not_decided",
  nothing_found: "error.nothing_found",
  objected: "error.objected",
  other_region: "error.other_region",
  marked: "error.marked",
  site_wide: "error.site_wide",
  ambiguous: "error.ambiguous",
  conflict_of_interest: "error.conflict_of_interest",
  referred: "error.referred",
  archived: "error.archived",
  evidence: "error.evidence",
  file_known: "error.file_known",
  file_many: "error.file_many",
};

function byCode(problem: Problem | null): TextKey | undefined {
  const first = problem?.errors?.[0];
  if (!first) return undefined;
  if (first.pointer === "/contacts") return "error.contact_required";
  if (first.pointer === "/reference" && first.code === "unknown") return "error.unknown_reference";
  return kByCode[first.code];
}

const kByStatus: Record<number, TextKey> = {
  0: "error.offline",
  401: "error.unauthenticated",
  403: "error.forbidden",
  404: "error.not_found",
  409: "error.conflict",
  412: "error.precondition_failed",
  413: "error.payload_too_large",
  502: "error.unavailable",
  503: "error.unavailable",
  504: "error.unavailable",
};

type Words = Pick<Texts, "t" | "word">;

// Each fault with the name of its field, as far as the field has one.
function fieldsOf(problem: Problem, { t, word }: Words): string {
  const told = (problem.errors ?? []).filter(({ message }) => message).map(({ pointer, message }) => {
    const field = /^[/?]([a-z_]+)/.exec(pointer)?.[1] ?? "";
    const name = word("fault", field);
    return name !== "" && name !== field ? t("common.field", { name, value: message }) : message;
  });
  return told.length > 0 ? [...new Set(told)].join(t("common.semicolon")) : (problem.detail ?? problem.title);
}

export function explain(error: unknown, words: Words): string {
  const { t } = words;
  if (!(error instanceof CallError)) return t("error.other");
  const { problem, status } = error;
  const named = kByName[error.name];
  if (named) return t(named);
  const coded = status === 409 || status === 422 ? byCode(problem) : undefined;
  if (coded) return t(coded);
  if (status === 429) return t("error.too_many_requests", { n: error.retryAfter ?? 10 });
  if ((status === 422 || status === 400) && problem) return t("error.invalid", { fields: fieldsOf(problem, words) });
  const known = kByStatus[status];
  if (known) return t(known);
  const id = problem?.request_id;
  return id ? t("error.other.id", { id }) : t("error.other");
}
