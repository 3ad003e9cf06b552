import { UnstyledButton } from '@mantine/core';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.ts';
import { PersonAvatar } from '../kit/person-avatar.tsx';
import classes from './user-menu.module.css';

export function UserButton(props: ComponentPropsWithRef<'button'>): ReactNode {
  const { t } = useTranslation('shell');
  const name = useSession().user?.name ?? '';
  return (
    <UnstyledButton aria-haspopup="dialog" {...props} className={classes.button} aria-label={t('user.menu', { name })}>
      <PersonAvatar name={name} />
    </UnstyledButton>
  );
}
