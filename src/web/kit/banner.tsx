import type { ReactNode } from 'react';
import classes from './banner.module.css';

interface BannerProps {
  tone: 'attention' | 'quiet';
  children: ReactNode;
  action?: ReactNode;
}

/** A line across the top: no network, server away, new version. */
export function Banner({ tone, children, action }: BannerProps): ReactNode {
  return (
    <div className={classes.banner} data-tone={tone} role="status">
      <span>{children}</span>
      {action}
    </div>
  );
}
