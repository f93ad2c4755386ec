// On a case that may be a helper's who is not registered: the registration in two
// keys, H and Ctrl+Enter.
import { Alert, App, Button } from "antd";
import { useMemo, useState } from "react";
import { Link } from "react-router-dom";
import * as calls from "../api/calls";
import type { CaseDetail, HelperProposal } from "../api/types";
import { useKeys } from "../lib/keys";
import { useLoad } from "../lib/load";
import { placeOf } from "../lib/regions";
import { useTexts } from "../text";
import { draftOfProposal } from "./helper_draft";
import { HelperForm } from "./helper_form";

function named(detail: CaseDetail, typology: string): CaseDetail["observations"] {
  return detail.observations.filter(({ verdict }) =>
    verdict !== null && "typologies" in verdict && verdict.typologies?.includes(typology));
}

// Those in the register whom the case concerns outside what was agreed.
function Outside({ seen }: { seen: CaseDetail["observations"] }) {
  const { t } = useTexts();
  const names = new Set(seen.flatMap(({ history }) => (history?.helpers ?? []).map(({ name }) => name)));
  return (
    <section className="panel" aria-label={t("case.helper.outside")}>
      <h2>{t("case.helper.outside")}</h2>
      <p>{t("case.helper.outside.text", { names: [...names].join(t("common.comma")) })}</p>
      <Link to="/helpers">{t("case.helper.open")}</Link>
    </section>
  );
}

function Offer({ id, proposal, region }: { id: string; proposal: HelperProposal; region: string }) {
  const { t, word, language } = useTexts();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const kind = word("helpers.kind", proposal.kind);
  useKeys(useMemo(() => ({ h: () => setOpen(true) }), []), done === null);
  if (done !== null) return <Alert type="success" showIcon message={done} description={t("case.helper.next")} style={{ marginBottom: 16 }} />;
  const place = proposal.area[0]?.name || region;
  return (
    <section className="panel" aria-label={t("case.helper")}>
      <h2>{t("case.helper")}</h2>
      <p>
        {t("case.helper.text", {
          kind, persons: proposal.persons, attempts: proposal.attempts, first: proposal.first_on, last: proposal.last_on,
          places: proposal.area.map(({ code, name }) => placeOf({ region: code, region_name: name }, language)).join(t("common.comma")),
        })}
      </p>
      <Button type="primary" onClick={() => setOpen(true)}>{t("case.helper.register")} (H)</Button>
      {open && (
        <HelperForm
          title={t("case.helper.register")} close={() => setOpen(false)}
          first={draftOfProposal(proposal, id, `${place} ${kind}`.slice(0, 64), (attempts, persons) => t("helpers.link.seen", { attempts, persons }))}
          save={async (body) => {
            const { body: saved } = await calls.addHelper(body);
            const text = t(saved.state === "proposed" ? "helpers.proposed" : "helpers.saved");
            void message.success(text);
            setOpen(false);
            setDone(text);
          }}
        />
      )}
    </section>
  );
}

function Loaded({ id, region }: { id: string; region: string }) {
  const { value } = useLoad(() => calls.getHelperProposal(id), [id]);
  const proposal = value?.proposal ?? null;
  return proposal?.likely ? <Offer id={id} proposal={proposal} region={region} /> : null;
}

export function CaseHelper({ detail }: { detail: CaseDetail }) {
  const { language } = useTexts();
  if (detail.case.state === "decided") return null;
  const outside = named(detail, "helper_outside_terms");
  if (outside.length > 0) return <Outside seen={outside} />;
  if (named(detail, "unregistered_helper").length === 0) return null;
  return <Loaded id={detail.case.id} region={placeOf(detail.case, language)} />;
}
