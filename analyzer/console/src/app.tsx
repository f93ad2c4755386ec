// The frame: who sees which page, and what lies over all of them.
import { Button, Dropdown, Modal, Watermark } from "antd";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { createHashRouter, Navigate, NavLink, Outlet, RouterProvider, useLocation } from "react-router-dom";
import type { Role } from "./api/types";
import { placeOf } from "./lib/regions";
import { showTime } from "./lib/time";
import { LanguageButton } from "./parts/language_button";
import { Menu } from "./parts/menu";
import { Guard, Failed, Loading } from "./parts/states";
import { Shortcuts } from "./parts/shortcuts";
import { CallError } from "./api/client";
import { FirstPasswordPage, PasswordForm } from "./session/password";
import { SignInForm, SignInPage } from "./session/sign_in";
import { useSession } from "./session/session";
import { useTexts, type TextKey } from "./text";

// Each page is loaded when it is opened: a call does not wait for the queue, nor the queue for a call.
const loadCase = () => import("./pages/case");
const loadDesk = () => import("./pages/hotline_desk");
const CasePage = lazy(() => loadCase().then((module) => ({ default: module.CasePage })));
const CasesPage = lazy(() => import("./pages/cases").then((module) => ({ default: module.CasesPage })));
const DeskPage = lazy(() => loadDesk().then((module) => ({ default: module.DeskPage })));
const HotlinePage = lazy(() => import("./pages/hotline").then((module) => ({ default: module.HotlinePage })));
const ApiKeysPage = lazy(() => import("./pages/api_keys").then((module) => ({ default: module.ApiKeysPage })));
const AuditPage = lazy(() => import("./pages/audit").then((module) => ({ default: module.AuditPage })));
const CampaignsPage = lazy(() => import("./pages/campaigns").then((module) => ({ default: module.CampaignsPage })));
const ConflictsPage = lazy(() => import("./pages/conflicts").then((module) => ({ default: module.ConflictsPage })));
const ReferralsPage = lazy(() => import("./pages/referrals").then((module) => ({ default: module.ReferralsPage })));
const FeedsPage = lazy(() => import("./pages/feeds").then((module) => ({ default: module.FeedsPage })));
const HelpersPage = lazy(() => import("./pages/helpers").then((module) => ({ default: module.HelpersPage })));
const OverviewPage = lazy(() => import("./pages/overview").then((module) => ({ default: module.OverviewPage })));
const RegisterPage = lazy(() => import("./pages/register").then((module) => ({ default: module.RegisterPage })));
const RulesPage = lazy(() => import("./pages/rules").then((module) => ({ default: module.RulesPage })));
const SettingsPage = lazy(() => import("./pages/settings").then((module) => ({ default: module.SettingsPage })));
const TipsPage = lazy(() => import("./pages/tips").then((module) => ({ default: module.TipsPage })));
const UsersPage = lazy(() => import("./pages/users").then((module) => ({ default: module.UsersPage })));
const VisitsPage = lazy(() => import("./pages/visits").then((module) => ({ default: module.VisitsPage })));

interface Entry {
  path: string;
  text: TextKey;
  roles: Role[];
  page: JSX.Element;
}

const kEverybody: Role[] = ["hotline", "reviewer", "second_reviewer", "supervisor", "system_admin", "security_admin", "audit_admin"];

// The menu, in order.
const kEntries: Entry[] = [
  { path: "hotline", text: "menu.hotline", roles: ["hotline", "supervisor"], page: <HotlinePage /> },
  { path: "desk", text: "menu.desk", roles: ["hotline", "supervisor"], page: <DeskPage /> },
  { path: "cases", text: "menu.cases", roles: ["reviewer", "second_reviewer", "supervisor"], page: <CasesPage /> },
  { path: "campaigns", text: "menu.campaigns", roles: ["reviewer", "second_reviewer", "supervisor"], page: <CampaignsPage /> },
  { path: "visits", text: "menu.visits", roles: ["reviewer", "second_reviewer", "supervisor"], page: <VisitsPage /> },
  { path: "referrals", text: "menu.referrals", roles: ["reviewer", "second_reviewer", "supervisor"], page: <ReferralsPage /> },
  { path: "overview", text: "menu.overview", roles: ["hotline", "reviewer", "second_reviewer", "supervisor"], page: <OverviewPage /> },
  { path: "tips", text: "menu.tips", roles: ["supervisor"], page: <TipsPage /> },
  { path: "helpers", text: "menu.helpers", roles: ["reviewer", "second_reviewer", "supervisor"], page: <HelpersPage /> },
  { path: "conflicts", text: "menu.conflicts", roles: ["reviewer", "second_reviewer", "supervisor"], page: <ConflictsPage /> },
  { path: "rules", text: "menu.rules", roles: ["reviewer", "second_reviewer", "supervisor"], page: <RulesPage /> },
  { path: "users", text: "menu.users", roles: ["system_admin", "security_admin"], page: <UsersPage /> },
  { path: "keys", text: "menu.keys", roles: ["security_admin"], page: <ApiKeysPage /> },
  { path: "audit", text: "menu.audit", roles: ["audit_admin"], page: <AuditPage /> },
  { path: "feeds", text: "menu.feeds", roles: ["hotline", "reviewer", "second_reviewer", "supervisor", "system_admin"], page: <FeedsPage /> },
  { path: "settings", text: "menu.settings", roles: ["supervisor", "system_admin", "security_admin", "audit_admin"], page: <SettingsPage /> },
  { path: "register", text: "menu.register", roles: kEverybody, page: <RegisterPage /> },
];
const kCase: Entry = {
  path: "cases/:id", text: "case.title", roles: ["reviewer", "second_reviewer", "supervisor"], page: <CasePage />,
};

function Allowed({ entry }: { entry: Entry }) {
  const { has } = useSession();
  return has(...entry.roles) ? entry.page : <Home />;
}

// Who reviews begins with the queue, answering calls or not; of a township or village, to
// which cases are handed down and none belongs, with what it is asked.
function Home() {
  const { has, session } = useSession();
  const { t } = useTexts();
  const first = has("reviewer", "second_reviewer") ? kEntries.find(({ path }) => path === ((session?.region ?? "").length > 6 ? "referrals" : "cases")) : kEntries.find((entry) => has(...entry.roles));
  return first ? <Navigate to={`/${first.path}`} replace /> : <section className="panel page-head"><h1>{t("app.no_role")}</h1></section>;
}

function Top({ showKeys }: { showKeys: () => void }) {
  const { t, word, language } = useTexts();
  const { session, has, leave } = useSession();
  const [changing, setChanging] = useState(false);
  const roles = session?.roles.map((role) => word("role", role)).join(t("common.comma"));
  return (
    <header className="top">
      <NavLink className="brand" to="/">{t("app.name")}</NavLink>
      <Menu label={t("app.short")} entries={kEntries.filter((entry) => has(...entry.roles)).map(({ path, text }) => ({ path, name: t(text) }))} />
      <div className="who">
        <LanguageButton type="text" />
        <Dropdown
          trigger={["click"]}
          menu={{
            items: [
              { key: "who", disabled: true, className: "who-roles", label: `${roles}${session?.region ? ` · ${placeOf(session, language)}` : ""}` },
              { key: "keys", label: `${t("keys.title")} (?)`, onClick: showKeys },
              { key: "password", label: t("password.title"), onClick: () => setChanging(true) },
              { key: "leave", label: t("sign_out"), onClick: () => void leave() },
            ],
          }}
        >
          <Button type="text" data-testid="account" title={session?.display_name}><span className="who-name">{session?.display_name}</span> ▾</Button>
        </Dropdown>
      </div>
      {changing && (
        <Modal open title={t("password.title")} footer={null} onCancel={() => setChanging(false)}>
          <PasswordForm first={false} done={() => setChanging(false)} />
        </Modal>
      )}
    </header>
  );
}

// Who looks at the page and when, over all that is photographed or printed of it.
function Marked({ children }: { children: ReactNode }) {
  const { session } = useSession();
  const [now, setNow] = useState(() => new Date().toISOString());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(new Date().toISOString()), 60_000);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <Watermark
      style={{ overflow: "clip" }} // "hidden" would keep what lies within from staying in sight
      content={[session?.name ?? "", showTime(now)]} font={{ color: "rgba(0,0,0,0.045)", fontSize: 15 }} gap={[160, 140]} className="page"
    >
      {children}
    </Watermark>
  );
}

const kAhead = 3000; // ms after which nothing of the first page is still on its way

// What is opened next most of the time is fetched once the first page is there.
function useAhead(): void {
  const { has } = useSession();
  const [cases, desk] = [has("reviewer", "second_reviewer", "supervisor"), has("hotline", "supervisor")];
  useEffect(() => {
    const timer = window.setTimeout(() => {
      if (cases) loadCase().catch(() => {}); // asked for again when it is opened
      if (desk) loadDesk().catch(() => {});
    }, kAhead);
    return () => window.clearTimeout(timer);
  }, [cases, desk]);
}

function Frame() {
  const { t } = useTexts();
  const { state, session } = useSession();
  const [keys, setKeys] = useState(false);
  useAhead();
  const place = useLocation().pathname;
  return (
    <div className="frame">
      <a className="skip" href="#main" onClick={(e) => { e.preventDefault(); document.getElementById("main")?.focus(); }}>{t("app.skip")}</a>
      <Top showKeys={() => setKeys(true)} />
      <Marked>
        <main id="main" tabIndex={-1} style={{ outline: "none" }}>
          <Guard key={place} title={t("app.crashed")} reload={t("app.reload")}><Suspense fallback={<Loading />}><Outlet /></Suspense></Guard>
        </main>
      </Marked>
      <Shortcuts open={keys} setOpen={setKeys} />
      {state === "expired" && (
        <Modal open title={t("sign_in.title")} footer={null} closable={false} maskClosable={false} keyboard={false}>
          <p>{t("sign_in.again")}</p>
          <SignInForm name={session?.name} />
        </Modal>
      )}
    </div>
  );
}

const router = createHashRouter([
  {
    element: <Frame />,
    children: [
      { index: true, element: <Home /> },
      ...[...kEntries, kCase].map((entry) => ({ path: entry.path, element: <Allowed entry={entry} /> })),
      { path: "*", element: <Home /> },
    ],
  },
]);

export function Console() {
  const { state, session, retry } = useSession();
  if (state === "loading" && !session) return <Loading />;
  if (state === "unreachable") return <Failed error={new CallError(0, null, null)} retry={retry} />;
  if (!session) return <SignInPage />;
  if (session.must_change_password) return <FirstPasswordPage />;
  return <RouterProvider router={router} />;
}
