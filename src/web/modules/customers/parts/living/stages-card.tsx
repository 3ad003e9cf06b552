import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type StageChange } from '../../api.ts';
import { StageTag } from '../stage-tag.tsx';
import classes from './living.module.css';

/** So many stand on the card; the rest on tap. */
const SHOWN = 3;

/** Lead, active, sleeping, back: which stages the customer went through and why, the latest first. */
export default function StagesCard({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const [all, setAll] = useState(false);
  const { data } = useQuery(api.stages.queryOptions({ input: { id: customerId } }));
  if (!data || data.items.length === 0) return null;
  const shown = all ? data.items : data.items.slice(0, SHOWN);
  const more = data.items.length - shown.length;
  return (
    <Card heading={t('stages.title')}>
      <ol className={classes.stages}>
        {shown.map((change) => (
          <li key={change.id}>
            <span className={classes.step}>
              <StageTag stage={change.from} /> <span aria-hidden="true">→</span> <StageTag stage={change.to} />
            </span>
            <small>{[whyText(change, t), change.reason, f.date(f.dayOf(change.at))].filter(Boolean).join(' · ')}</small>
          </li>
        ))}
      </ol>
      {more > 0 && (
        <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
          {t('stages.all', { count: more })}
        </Button>
      )}
    </Card>
  );
}

function whyText({ why, silentDays, by }: StageChange, t: TFunction<'customers'>): string | null {
  if (why === null) return null;
  return t(`stages.why.${why}`, { count: silentDays ?? 0, by });
}
