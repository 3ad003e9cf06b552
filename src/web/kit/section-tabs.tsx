import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './section-tabs.module.css';

export interface SectionTab {
  path: Exclude<LinkProps['to'], undefined>;
  label: string;
  /** The first of its section, of whose address the others are part. */
  exact?: boolean;
}

/** The screens of one section of the menu, side by side; on a phone the row is pushed to where one is. */
export function SectionTabs({ name, tabs }: { name: string; tabs: readonly SectionTab[] }): ReactNode {
  return (
    <nav className={classes.tabs} aria-label={name}>
      {tabs.map(({ path, label, exact = false }) => (
        <Link key={path} to={path} activeOptions={{ exact }} ref={showWhereOneIs}>
          {label}
        </Link>
      ))}
    </nav>
  );
}

function showWhereOneIs(link: HTMLAnchorElement | null): void {
  if (link?.dataset['status'] === 'active') link.scrollIntoView({ block: 'nearest', inline: 'center' });
}
