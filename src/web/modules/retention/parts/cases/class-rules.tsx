import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../../api/session.ts';
import { toast } from '../../../../kit/toast.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api } from '../../api.ts';
import classes from './cases.module.css';
import { useCase } from './use-case.ts';

/** What false alarms of a class propose; nothing changes until somebody says so. */
export function ClassRules(): ReactNode {
  const { t } = useTranslation(['retention', 'segments']);
  const f = useFormats();
  const maySee = useMay('settings.read');
  const mayChange = useMay('settings.edit');
  const { setRule } = useCase();
  const { data } = useQuery(api.cases.proposals.queryOptions({ input: {}, enabled: maySee }));
  if (!data || data.proposals.length + data.rules.length === 0) return null;
  const nameOf = (key: string) => t(`segments:matrix.${key}.name`);
  return (
    <section className={classes.rules} aria-label={t('cases.rules.title')}>
      {data.proposals.map(({ class: key, cases, from, to }) => (
        <p key={key}>
          {t('cases.rules.proposal', { count: cases, class: nameOf(key), days: to })}
          {from !== null && ` ${t('cases.rules.now', { days: from })}`}
          {mayChange && (
            <Button
              size="compact-sm"
              loading={setRule.isPending}
              onClick={() =>
                setRule.mutate({ class: key, days: to }, { onSuccess: () => toast(t('cases.rules.accepted')) })
              }
            >
              {t('cases.rules.accept')}
            </Button>
          )}
        </p>
      ))}
      {data.rules.map(({ class: key, days, by, at }) => (
        <p key={key}>
          {t('cases.rules.rule', { class: nameOf(key), days, by, day: f.date(f.dayOf(at)) })}
          {mayChange && (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() =>
                setRule.mutate({ class: key, days: null }, { onSuccess: () => toast(t('cases.rules.dropped')) })
              }
            >
              {t('cases.rules.drop')}
            </Button>
          )}
        </p>
      ))}
    </section>
  );
}
