import type { ComponentType, ReactNode } from 'react';
import classes from './empty-state.module.css';

interface EmptyStateProps {
  icon: ComponentType<{ size?: number | string; stroke?: number | string }>;
  /** One sentence: what will appear here. */
  children: ReactNode;
  /** The one next step: a button or a link. */
  step?: ReactNode;
  small?: boolean;
}

/** An empty screen teaches: what it is for, and the one thing to do now. */
export function EmptyState({ icon: Icon, children, step, small }: EmptyStateProps): ReactNode {
  return (
    <div className={classes.state} data-small={small || undefined}>
      <span className={classes.icon} aria-hidden="true">
        <Icon size={small ? 22 : 30} stroke={1.5} />
      </span>
      <p className={classes.sentence}>{children}</p>
      {step}
    </div>
  );
}
