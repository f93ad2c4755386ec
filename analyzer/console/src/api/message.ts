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
  otp_required: "error.otp_required",
  same_person: "error.same_person",
  password_change_required: "error.password_change_required",
};

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

function fieldsOf(problem: Problem): string {
  const told = (problem.errors ?? []).map((e) => e.message).filter(Boolean);
  return told.length > 0 ? [...new Set(told)].join("; ") : (problem.detail ?? problem.title);
}

export function explain(error: unknown, { t }: Pick<Texts, "t">): string {
  if (!(error instanceof CallError)) return t("error.other", { detail: "-" });
  const { problem, status } = error;
  const named = kByName[error.name];
  if (named) return t(named);
  if (status === 429) return t("error.too_many_requests", { n: error.retryAfter ?? 10 });
  if ((status === 422 || status === 400) && problem) return t("error.invalid", { fields: fieldsOf(problem) });
  const known = kByStatus[status];
  if (known) return t(known);
  const detail = [problem?.title ?? `HTTP ${status}`, problem?.request_id ? t("error.request_id", { id: problem.request_id }) : ""];
  return t("error.other", { detail: detail.filter(Boolean).join(", ") });
}
