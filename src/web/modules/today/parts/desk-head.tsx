import { Progress } from '@mantine/core';
import type { ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { Desk } from '../api.ts';
import classes from './today.module.css';
import type { DeskView } from './use-desk.ts';

/** How far the day is, and whose customers are shown. */
export function DeskHead({
  desk,
  view,
  onView,
}: {
  desk: Desk;
  view: DeskView;
  onView: (view: DeskView) => void;
}): ReactNode {
  const { t } = useTranslation('today');
  const f = useFormats();
  const words = { done: f.number(desk.done), capacity: f.number(desk.capacity) };
  return (
    <div className={classes.deskHead}>
      <span>
        <Trans t={t} i18nKey="progress" values={words} components={{ b: <b /> }} />
      </span>
      <Progress
        className={classes.progress}
        value={Math.min(100, (desk.done / desk.capacity) * 100)}
        aria-label={t('progressLabel', words)}
        size={6}
      />
      <span className={classes.order}>{t('order')}</span>
      <FilterChips
        label={t('whose')}
        options={[{ value: 'mine', label: t('mine') }]}
        chosen={view.whose === 'mine' ? ['mine'] : []}
        onChange={(chosen) => onView({ ...view, whose: chosen.length > 0 ? 'mine' : 'all' })}
      />
    </div>
  );
}
