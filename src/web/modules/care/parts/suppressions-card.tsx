import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import classes from './care.module.css';

/** Lines that are read at a glance; the others on request. */
const SHOWN = 5;

/** Addresses that nothing goes to any more, and why; not there as long as there are none. */
export function SuppressionsCard(): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const [all, setAll] = useState(false);
  const data = useQuery(api.settings.suppressions.queryOptions({ input: {} })).data;
  if (!data || data.count === 0) return null;
  return (
    <Card heading={t('suppressed.title')} note={f.number(data.count)} className={classes.gap}>
      <p className={classes.faint}>{t('suppressed.about')}</p>
      <ul className={classes.plain}>
        {data.items.slice(0, all ? undefined : SHOWN).map(({ channel, shown, reason, at }) => (
          <li key={`${channel} ${shown} ${at}`}>
            <span className={classes.grow}>
              {shown} <small className={classes.faint}>{t(`suppressed.reason.${reason}`)}</small>
            </span>
            <span className={classes.faint}>{f.date(f.dayOf(at))}</span>
          </li>
        ))}
      </ul>
      {!all && data.items.length > SHOWN && (
        <Button variant="default" mt={10} onClick={() => setAll(true)}>
          {t('greeting.showAll', { count: data.items.length })}
        </Button>
      )}
    </Card>
  );
}
