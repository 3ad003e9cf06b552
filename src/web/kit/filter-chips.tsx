import type { ReactNode } from 'react';
import classes from './filter-chips.module.css';

export interface FilterOption<Value extends string> {
  value: Value;
  label: string;
  /** Already formatted. */
  count?: string;
}

interface FilterChipsProps<Value extends string> {
  /** What is filtered by: "Stage". */
  label: string;
  options: readonly FilterOption<Value>[];
  /** The chosen ones; empty means all. */
  chosen: readonly Value[];
  onChange: (chosen: Value[]) => void;
  /** Pressing one gives up the other. */
  single?: boolean;
}

/** Conditions within reach: a row of chips, each on or off. */
export function FilterChips<Value extends string>(props: FilterChipsProps<Value>): ReactNode {
  const { label, options, chosen, onChange, single } = props;
  const press = (value: Value) => {
    const without = chosen.filter((one) => one !== value);
    if (without.length < chosen.length) onChange(without);
    else onChange(single ? [value] : [...chosen, value]);
  };
  return (
    <div className={classes.chips} role="group" aria-label={label}>
      {options.map(({ value, label: word, count }) => (
        <button
          key={value}
          type="button"
          className={classes.chip}
          aria-pressed={chosen.includes(value)}
          onClick={() => press(value)}
        >
          {word}
          {count !== undefined && <small>{count}</small>}
        </button>
      ))}
    </div>
  );
}
