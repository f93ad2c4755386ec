// The parts of a case by name, so that none is hidden: those of the column that scrolls
// by itself, and on narrow screens the finding below all evidence.
import type { ReactNode } from "react";
import { Link } from "react-router-dom";
import type { CaseDetail } from "../api/types";
import { useTexts } from "../text";

const kParts = ["decide", "subject", "contacts", "referrals", "files", "checklist", "timeline", "related"] as const;
type PartName = (typeof kParts)[number];

const idOf = (name: PartName) => `case-${name}`;

// A part that can be gone to.
export function Part({ name, children }: { name: PartName; children: ReactNode }) {
  return <div id={idOf(name)} className="case-part" tabIndex={-1}>{children}</div>;
}

// Within a column that scrolls by itself the rest of the page stays where it is.
function go(name: PartName): void {
  const part = document.getElementById(idOf(name));
  if (!part) return;
  const column = part.closest(".sticky");
  if (column && column.scrollHeight > column.clientHeight + 1) {
    column.scrollTop += part.getBoundingClientRect().top - column.getBoundingClientRect().top;
  } else {
    part.scrollIntoView({ block: "start" });
  }
  part.focus({ preventScroll: true });
}

export function CaseJumps({ detail }: { detail: CaseDetail }) {
  const { t } = useTexts();
  const { contacts, referrals, files, checklist } = detail;
  const name: Record<PartName, string> = {
    decide: t("case.decide"), subject: t("case.subject.short"), contacts: t("case.contacts"), referrals: t("referral.title"),
    files: t("files.title"), checklist: t("case.checklist"), timeline: t("case.timeline"), related: t("case.related"),
  };
  const count: Partial<Record<PartName, string>> = {
    contacts: String(contacts.entries), referrals: String(referrals.length), files: String(files.length),
    checklist: `${checklist.filter(({ done }) => done).length}/${checklist.length}`,
  };
  const shown = kParts.filter((part) => part !== "checklist" || checklist.length > 0);
  return (
    <nav className="case-jumps no-print" aria-label={t("case.jumps")}>
      <Link to="/cases">← {t("case.back")}</Link>
      <span className="grow" />
      {shown.map((part) => (
        <button key={part} type="button" onClick={() => go(part)}>
          {name[part]}{count[part] !== undefined && <span className="small"> {count[part]}</span>}
        </button>
      ))}
    </nav>
  );
}
