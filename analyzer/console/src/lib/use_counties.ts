// The names of counties for a field in which a place is typed: fetched with the first letter.
import { useEffect, useState } from "react";
import { loadCounties } from "./regions";

export function useCounties(typed: string): void {
  const [, drawAgain] = useState(false);
  const wanted = typed.trim() !== "";
  useEffect(() => {
    if (!wanted) return undefined;
    let here = true;
    void loadCounties().then(() => { if (here) drawAgain(true); });
    return () => { here = false; };
  }, [wanted]);
}
