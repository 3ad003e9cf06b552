import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './loyalty.module.css';

export function Add({ label, onClick }: { label: string; onClick: () => void }): ReactNode {
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      leftSection={<IconPlus size={15} />}
      onClick={onClick}
      style={{ alignSelf: 'flex-start' }}
    >
      {label}
    </Button>
  );
}

export function Remove({ name, onClick }: { name: string; onClick: () => void }): ReactNode {
  return (
    <ActionIcon variant="subtle" color="gray" size={44} aria-label={name} onClick={onClick} className={classes.remove}>
      <IconX size={16} stroke={1.6} />
    </ActionIcon>
  );
}

/** A key that none of them has yet. */
export function freeKey(stem: string, taken: readonly { key: string }[]): string {
  let n = taken.length + 1;
  while (taken.some(({ key }) => key === `${stem}${n}`)) n += 1;
  return `${stem}${n}`;
}
