// The number to ring, fetched when its window opens: the look is logged.
import { useEffect, useRef, useState } from "react";

type Load = () => Promise<{ body: { contact: string } }>;

// `of` says whose it is; empty: nobody's, nothing is fetched.
export function useContact(of: string, load: Load): { contact: string; error: unknown } {
  const [contact, setContact] = useState("");
  const [error, setError] = useState<unknown>(null);
  const fetch = useRef(load);
  fetch.current = load;
  useEffect(() => {
    setContact("");
    setError(null);
    if (of === "") return undefined;
    let gone = false;
    fetch.current().then(
      ({ body }) => { if (!gone) setContact(body.contact); },
      (failure: unknown) => { if (!gone) setError(failure); },
    );
    return () => { gone = true; };
  }, [of]);
  return { contact, error };
}
