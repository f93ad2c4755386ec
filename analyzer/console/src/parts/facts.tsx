import type { AttemptFacts, ReportFacts } from "../api/types";
import { useCounties } from "../lib/use_counties";
import { useTexts, type TextKey } from "../text";
import { kAttemptGroups, kReportGroups, showFacts, type ShownGroup } from "./facts_table";

function Group({ shown }: { shown: ShownGroup }) {
  const { t } = useTexts();
  const absent = shown.absent.map((key) => t(key)).join(t("common.comma"));
  return (
    <>
      <h3>{t(`group.${shown.group}` as TextKey)}</h3>
      <dl className="facts">
        {shown.present.map(({ key, text, alarm }) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd className={alarm ? "alarm" : undefined}>{alarm ? `⚠ ${text}` : text}</dd>
          </div>
        ))}
      </dl>
      {absent && <p className="absent">{t("case.absent")}: {absent}</p>}
    </>
  );
}

// Groups of which nothing came are named in one line.
function Groups({ shown }: { shown: ShownGroup[] }) {
  const { t } = useTexts();
  const empty = shown.filter((group) => group.present.length === 0);
  return (
    <>
      {shown.filter((group) => group.present.length > 0).map((group) => <Group key={group.group} shown={group} />)}
      {empty.length > 0 && (
        <p className="absent">
          {t("case.absent_groups")}: {empty.map((group) => t(`group.${group.group}` as TextKey)).join(t("common.comma"))}
        </p>
      )}
    </>
  );
}

function Registry({ facts }: { facts: AttemptFacts }) {
  const { t, word } = useTexts();
  return (
    <>
      <h3>{t("group.registry")}</h3>
      {facts.registry && facts.registry.length > 0 ? (
        <dl className="facts wide">
          {facts.registry.map((hit, index) => (
            <div key={index}>
              <dt>{word("registry", hit.kind)}</dt>
              <dd className="alarm">{[hit.on, hit.source].filter(Boolean).join(" ")}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="absent">{t(facts.registry ? "common.none" : "common.not_given")}</p>
      )}
    </>
  );
}

// `missing` names what the channel would be expected to send.
export function AttemptFactsView({ facts, missing }: { facts: AttemptFacts; missing: readonly string[] }) {
  const texts = useTexts();
  useCounties();
  const { t, word } = texts;
  return (
    <>
      {missing.length > 0 && (
        <p>
          <strong>{t("case.expected_missing")}:</strong> {missing.map((name) => word("field", name)).join(t("common.comma"))}
        </p>
      )}
      <Groups shown={showFacts(facts, kAttemptGroups, texts)} />
      <Registry facts={facts} />
    </>
  );
}

export function ReportFactsView({ facts }: { facts: ReportFacts }) {
  const texts = useTexts();
  useCounties();
  return <Groups shown={showFacts(facts, kReportGroups, texts)} />;
}
