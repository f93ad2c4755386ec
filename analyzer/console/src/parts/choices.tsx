// One of several, or several, each with its key: by keyboard, mouse and screen reader.
interface Common<T extends string> {
  legend: string;
  values: readonly T[];
  keys: string; // one character each; none beyond its end
  name: (value: T) => string;
  wide?: boolean;
}

interface OneProps<T extends string> extends Common<T> {
  chosen: T | null;
  choose: (value: T) => void;
}

function Key({ letter }: { letter: string | undefined }) {
  return letter ? <kbd aria-hidden="true">{letter.toUpperCase()}</kbd> : null;
}

// Nothing where there is nothing to choose.
export function Choices<T extends string>({ legend, values, keys, chosen, choose, name, wide }: OneProps<T>) {
  if (values.length === 0) return null;
  return (
    <fieldset className={wide ? "choices wide" : "choices"} role="radiogroup" aria-label={legend}>
      <legend>{legend}</legend>
      {values.map((value, index) => (
        <button
          key={value} type="button" role="radio" aria-checked={chosen === value} className="choice"
          aria-keyshortcuts={keys[index]} data-value={value} onClick={() => choose(value)}
        >
          <Key letter={keys[index]} />
          {name(value)}
        </button>
      ))}
    </fieldset>
  );
}

interface SomeProps<T extends string> extends Common<T> {
  chosen: readonly T[];
  toggle: (value: T) => void;
}

export function Several<T extends string>({ legend, values, keys, chosen, toggle, name, wide }: SomeProps<T>) {
  return (
    <fieldset className={wide ? "choices wide" : "choices"} aria-label={legend}>
      <legend>{legend}</legend>
      {values.map((value, index) => (
        <button
          key={value} type="button" role="checkbox" aria-checked={chosen.includes(value)} className="choice"
          aria-keyshortcuts={keys[index]} data-value={value} onClick={() => toggle(value)}
        >
          <Key letter={keys[index]} />
          <span aria-hidden="true" className="tick">{chosen.includes(value) ? "☑" : "☐"}</span>
          {name(value)}
        </button>
      ))}
    </fieldset>
  );
}
