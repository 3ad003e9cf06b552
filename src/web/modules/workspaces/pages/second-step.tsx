import { Button } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, useStartOver } from '../../../api/session.ts';
import { signOut } from '../../../shell/sign-out.ts';
import { Door } from '../parts/door.tsx';
import classes from '../parts/door.module.css';
import { RecoveryCodes, SetUpTwoSteps } from '../parts/two-steps.tsx';
import { useEntry } from '../parts/use-entry.ts';

/** Somebody whose role does not work without a second step, and who has none yet. */
export function SecondStepPage(): ReactNode {
  const { t } = useTranslation('workspaces');
  const { next } = useSearch({ strict: false });
  const { workspace } = useSession();
  const enter = useEntry();
  const startOver = useStartOver();
  const [codes, setCodes] = useState<string[] | null>(null);
  const leave = () =>
    void signOut()
      .then(() => startOver(null))
      .then(() => location.assign('/sign-in'));
  return (
    <Door title={t('secondStep.title')} about={t('secondStep.about', { workspace: workspace?.name ?? '' })}>
      {codes ? (
        <>
          <RecoveryCodes codes={codes} about={t('twoSteps.keep')} />
          <Button size="md" fullWidth onClick={() => void enter({ workspace }, next)}>
            {t('secondStep.goOn')}
          </Button>
        </>
      ) : (
        <>
          <SetUpTwoSteps onDone={setCodes} />
          <p className={classes.foot}>
            <Button variant="subtle" size="compact-sm" onClick={leave}>
              {t('secondStep.leave')}
            </Button>
          </p>
        </>
      )}
    </Door>
  );
}
