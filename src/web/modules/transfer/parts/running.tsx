import { Button, Progress } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type ImportView } from '../api.ts';
import { CountsOf } from './counts.tsx';
import classes from './transfer.module.css';

/** How far it is, how fast it goes, and how long it will take. */
export function Running({ view }: { view: ImportView }): ReactNode {
  const { t } = useTranslation('transfer');
  const f = useFormats();
  const cancel = useMutation(api.imports.cancel.mutationOptions());
  const { state, progress, rowsPerSecond, secondsLeft } = view;
  return (
    <Card heading={t(`states.${state}`)} end={state === 'running' && f.percent(progress)}>
      <div className={classes.stack}>
        <Progress
          value={Math.max(2, progress * 100)}
          animated
          transitionDuration={300}
          aria-label={t('running.progress')}
        />
        <div className={classes.pace} role="status">
          {state === 'queued' && <span>{t('running.queued')}</span>}
          {rowsPerSecond !== null && <span>{t('running.speed', { rows: f.number(rowsPerSecond) })}</span>}
          {secondsLeft !== null && <span>{timeLeft(t, secondsLeft)}</span>}
        </div>
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

/** In the unit in which one would say it. */
function timeLeft(t: TFunction<'transfer'>, seconds: number): string {
  if (seconds < 5) return t('running.soon');
  if (seconds < 100) return t('running.seconds', { count: seconds < 20 ? seconds : Math.round(seconds / 10) * 10 });
  if (seconds < 5_400) return t('running.minutes', { count: Math.round(seconds / 60) });
  return t('running.hours', { count: Math.round(seconds / 3_600) });
}
