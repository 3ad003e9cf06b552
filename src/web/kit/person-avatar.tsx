import { IconUser } from '@tabler/icons-react';
import type { CSSProperties, ReactNode } from 'react';
import { initialOf } from './initial.ts';
import classes from './person-avatar.module.css';

/**
 * A surname's character or a name's first letter on a wash; a figure where the name has none. Decorative: the name
 * stands beside it.
 */
export function PersonAvatar({ name, size = 36 }: { name: string; size?: number }): ReactNode {
  return (
    <span className={classes.avatar} style={{ '--size': `${size}px` } as CSSProperties} aria-hidden="true">
      {initialOf(name) || <IconUser size={size * 0.52} stroke={1.7} />}
    </span>
  );
}
