// The names of counties, fetched when they are wanted: with the first letter of a field in
// which a place is typed, or for facts that hold the codes alone.
import { useEffect, useState } from "react";
import { loadCounties } from "./regions";

export function useCounties(typed = "all"): void {
  const [, drawAgain] = useState(false);
  const wanted = typed.trim() !== "";
  useEffect(() => {
    if (!wanted) return undefined;
    let here = true;
    void loadCounties().then(() => { if (here) drawAgain(true); });
    return () => { here = false; };
  }, [wanted]);
}
