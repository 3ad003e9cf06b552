import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addMonths } from '../../../../maths/calendar.ts';
import { useFormats } from '../../../kit/use-formats.ts';
import classes from './month-picker.module.css';

/** A month (`YYYY-MM`), not later than the shop's own. */
export function MonthPicker({ month, onChange }: { month: string; onChange: (month: string) => void }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const turn = (by: number) => onChange(addMonths(`${month}-01`, by).slice(0, 7));
  return (
    <div className={classes.picker}>
      <ActionIcon variant="default" size={36} aria-label={t('month.before')} onClick={() => turn(-1)}>
        <IconChevronLeft size={18} />
      </ActionIcon>
      <h2 aria-live="polite">{f.month(`${month}-01`)}</h2>
      <ActionIcon
        variant="default"
        size={36}
        aria-label={t('month.after')}
        disabled={month >= f.settings.today.slice(0, 7)}
        onClick={() => turn(1)}
      >
        <IconChevronRight size={18} />
      </ActionIcon>
    </div>
  );
}
