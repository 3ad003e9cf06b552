import { Button, Progress } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../kit/surface.tsx';
import { api, type ImportView } from '../api.ts';
import { CountsOf } from './counts.tsx';
import classes from './transfer.module.css';

export function Running({ view }: { view: ImportView }): ReactNode {
  const { t } = useTranslation('transfer');
  const cancel = useMutation(api.imports.cancel.mutationOptions());
  return (
    <Card heading={t(`states.${view.state}`)}>
      <div className={classes.stack}>
        <Progress value={Math.max(2, view.progress * 100)} animated aria-label={t('running.progress')} />
        <CountsOf counts={view.counts} />
        <p className={classes.soft}>{t('running.about')}</p>
        <div>
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ id: view.id })}>
            {t('running.stop')}
          </Button>
        </div>
      </div>
    </Card>
  );
}
