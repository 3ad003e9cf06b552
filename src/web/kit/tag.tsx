import type { ReactNode } from 'react';
import classes from './tag.module.css';

export type TagTone = 'plain' | 'teal' | 'act' | 'mind' | 'well';

/** A word on a wash: a class, a tier, a state. Seal (`act`) only where somebody must act. */
export function Tag({ tone = 'teal', children }: { tone?: TagTone; children: ReactNode }): ReactNode {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  );
}

/** Several tags in a row. */
export function Tags({ children }: { children: ReactNode }): ReactNode {
  return <span className={classes.tags}>{children}</span>;
}
