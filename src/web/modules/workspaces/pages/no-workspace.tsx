import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStartOver } from '../../../api/session.ts';
import { signOut } from '../../../shell/sign-out.ts';
import { Door } from '../parts/door.tsx';

/** Somebody who was let out of every workspace. */
export function NoWorkspacePage(): ReactNode {
  const { t } = useTranslation('workspaces');
  const startOver = useStartOver();
  const leave = () =>
    void signOut()
      .then(() => startOver(null))
      .then(() => location.assign('/sign-in'));
  return (
    <Door title={t('nowhere.title')} about={t('nowhere.about')}>
      <Button variant="default" onClick={leave}>
        {t('nowhere.signOut')}
      </Button>
    </Door>
  );
}
