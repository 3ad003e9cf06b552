import { Skeleton } from '@mantine/core';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ExplainButton, type Explanation } from './explain.tsx';
import classes from './figure.module.css';

interface FigureProps {
  label: string;
  /** Already formatted; `undefined` while it is on its way. */
  value: ReactNode;
  /** Small print below: a share, an amount, how sure it is. */
  note?: ReactNode;
  tone?: 'act' | 'mind' | 'well';
  explanation?: Explanation;
  /** Where the rows behind the number are. */
  link?: Pick<LinkProps, 'to' | 'params' | 'search'>;
}

/** A number with its name; it opens its arithmetic and leads to its rows. */
export function Figure({ label, value, note, tone, explanation, link }: FigureProps): ReactNode {
  return (
    <div className={classes.figure}>
      <dt className={classes.label}>
        {label}
        {explanation && <ExplainButton name={label} explanation={explanation} />}
      </dt>
      <dd className={classes.value} data-tone={tone}>
        {value === undefined ? <Skeleton height={20} width={64} mt={6} /> : linked(value, link)}
      </dd>
      {note !== undefined && <dd className={classes.note}>{note}</dd>}
    </div>
  );
}

/** Figures side by side on one sheet; where they do not fit, they are moved sideways. */
export function FigureStrip({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    // Focusable, so that the keyboard can scroll what does not fit.
    <dl className={classes.strip} aria-label={label} tabIndex={0}>
      {children}
    </dl>
  );
}

function linked(value: ReactNode, link: FigureProps['link']): ReactNode {
  if (!link) return value;
  return (
    <Link {...link} className={classes.link}>
      {value}
    </Link>
  );
}
