// Who is signed in. When the server no longer knows the session, the page stays
// as it is and a sign-in window opens over it, so that nothing typed is lost.
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { CallError, onSignedOut, setCsrfToken } from "../api/client";
import * as calls from "../api/calls";
import type { Role, Session } from "../api/types";
import { forgetDrafts, ownDrafts } from "../lib/draft";

type State = "loading" | "out" | "in" | "expired" | "unreachable";

interface SessionValue {
  state: State;
  session: Session | null;
  signedIn: (session: Session) => void;
  leave: () => Promise<void>;
  retry: () => void;
  has: (...roles: Role[]) => boolean;
}

const SessionContext = createContext<SessionValue | null>(null);

export function SessionProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>("loading");
  const [session, setSession] = useState<Session | null>(null);

  // Somebody else who signs in over another's page must not find that page.
  const signedIn = useCallback(
    (next: Session) => {
      if (session && session.account_id !== next.account_id) {
        forgetDrafts();
        window.location.reload();
        return;
      }
      setCsrfToken(next.csrf_token);
      ownDrafts(next.account_id);
      setSession(next);
      setState("in");
    },
    [session],
  );

  const load = useCallback(() => {
    setState("loading");
    calls.getSession().then(
      ({ body }) => {
        setCsrfToken(body.csrf_token);
        ownDrafts(body.account_id);
        setSession(body);
        setState("in");
      },
      (error: unknown) => setState(error instanceof CallError && error.status === 401 ? "out" : "unreachable"),
    );
  }, []);

  useEffect(load, [load]);
  useEffect(() => onSignedOut(() => setState((before) => (before === "in" ? "expired" : before))), []);

  const leave = useCallback(async () => {
    try {
      await calls.signOut();
    } finally {
      forgetDrafts();
      window.location.hash = "#/";
      window.location.reload();
    }
  }, []);

  const value = useMemo<SessionValue>(
    () => ({
      state, session, signedIn, leave, retry: load,
      has: (...roles) => roles.some((role) => session?.roles.includes(role)),
    }),
    [state, session, signedIn, leave, load],
  );
  return <SessionContext.Provider value={value}>{children}</SessionContext.Provider>;
}

export function useSession(): SessionValue {
  const value = useContext(SessionContext);
  if (!value) throw new Error("useSession outside of SessionProvider");
  return value;
}
