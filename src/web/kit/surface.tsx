import type { ComponentPropsWithoutRef, ReactNode } from 'react';
import classes from './surface.module.css';

interface CardProps extends ComponentPropsWithoutRef<'section'> {
  heading?: ReactNode;
  /** A quiet word after the heading. */
  note?: ReactNode;
  /** At the heading's right end: a link, a small button. */
  end?: ReactNode;
  chosen?: boolean;
}

/** A white sheet on the paper. */
export function Card({ heading, note, end, chosen, className, children, ...rest }: CardProps): ReactNode {
  return (
    <section className={`${classes.card} ${className ?? ''}`} data-chosen={chosen || undefined} {...rest}>
      {heading !== undefined && (
        <h2 className={classes.heading}>
          {heading}
          {note !== undefined && <small>{note}</small>}
          {end !== undefined && <span className={classes.headingEnd}>{end}</span>}
        </h2>
      )}
      {children}
    </section>
  );
}

export type Fact = readonly [label: string, value: ReactNode];

/** Label left, value right. Facts without a value are left out. */
export function Facts({ facts }: { facts: readonly Fact[] }): ReactNode {
  const known = facts.filter(([, value]) => value !== undefined && value !== null && value !== '');
  return (
    <dl className={classes.facts}>
      {known.map(([label, value]) => [<dt key={`${label}.label`}>{label}</dt>, <dd key={label}>{value}</dd>])}
    </dl>
  );
}

/** Main column with side columns; below 1000 px they follow each other. */
export function Columns({
  left,
  right,
  children,
}: {
  left?: ReactNode;
  right?: ReactNode;
  children: ReactNode;
}): ReactNode {
  return (
    <div
      className={classes.columns}
      data-left={left === undefined ? undefined : true}
      data-right={right === undefined ? undefined : true}
    >
      {left !== undefined && <div>{left}</div>}
      <div>{children}</div>
      {right !== undefined && <aside>{right}</aside>}
    </div>
  );
}

/** As many equal cards in a row as fit. Use this instead of Mantine's SimpleGrid, which injects style tags. */
export function Cards({ width = 260, children }: { width?: number; children: ReactNode }): ReactNode {
  return (
    <div className={classes.cards} style={{ '--card-width': `${width}px` } as React.CSSProperties}>
      {children}
    </div>
  );
}
