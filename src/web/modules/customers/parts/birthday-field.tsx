import { ActionIcon, Checkbox, Select, SegmentedControl, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { birthdayText, monthName, type Birthday } from '../../../kit/birthday.ts';
import classes from './form.module.css';
import { inOtherCalendar } from './lunar-convert.ts';

/** What has been chosen so far; a birthday once month and day are known. */
export interface BirthdayDraft {
  calendar: 'solar' | 'lunar';
  year: string;
  month: string | null;
  day: string | null;
  leapMonth: boolean;
}

export const noBirthday: BirthdayDraft = { calendar: 'solar', year: '', month: null, day: null, leapMonth: false };

export function draftOf(birthday: Birthday | null): BirthdayDraft {
  if (!birthday) return noBirthday;
  const { calendar, year, month, day, leapMonth } = birthday;
  return {
    calendar,
    year: year ? String(year) : '',
    month: String(month),
    day: String(day),
    leapMonth: leapMonth ?? false,
  };
}

/** `null`: none; `undefined`: begun but not finished. */
export function birthdayOf(draft: BirthdayDraft): Birthday | null | undefined {
  const { calendar, year, month, day, leapMonth } = draft;
  if (!month && !day && !year.trim()) return null;
  if (!month || !day || (year.trim() && !/^\d{4}$/.test(year.trim()))) return undefined;
  return {
    calendar,
    ...(year.trim() ? { year: Number(year) } : {}),
    month: Number(month),
    day: Number(day),
    ...(calendar === 'lunar' && leapMonth ? { leapMonth } : {}),
  };
}

interface BirthdayFieldProps {
  /** What day it is; a birthday unless said. */
  legend?: string;
  value: BirthdayDraft;
  onChange: (value: BirthdayDraft) => void;
  error?: ReactNode;
}

/** Solar or lunar, with or without the year; tells the same day in the other calendar. */
export function BirthdayField({ legend, value, onChange, error }: BirthdayFieldProps): ReactNode {
  const { t } = useTranslation('customers');
  const { t: kit } = useTranslation('kit');
  const change = (part: Partial<BirthdayDraft>) => onChange({ ...value, ...part });
  const { calendar } = value;
  const days = calendar === 'lunar' ? 30 : 31;
  const dayName = (day: number) => (calendar === 'lunar' ? kit(`lunar.day.${day}`) : String(day));
  return (
    <fieldset className={classes.birthday}>
      <legend>{legend ?? t('field.birthday')}</legend>
      <div className={classes.birthdayParts}>
        <SegmentedControl
          aria-label={kit('birthday.calendar')}
          value={calendar}
          onChange={(chosen) => change({ calendar: chosen, leapMonth: false })}
          data={[
            { value: 'solar', label: kit('birthday.solarName') },
            { value: 'lunar', label: kit('birthday.lunarName') },
          ]}
        />
        <TextInput
          className={classes.year}
          aria-label={kit('birthday.year')}
          placeholder={kit('birthday.year')}
          inputMode="numeric"
          maxLength={4}
          value={value.year}
          onChange={(event) => change({ year: event.currentTarget.value.replace(/\D/g, '') })}
        />
        <Select
          className={classes.month}
          aria-label={kit('birthday.month')}
          placeholder={kit('birthday.month')}
          value={value.month}
          onChange={(month) => change({ month })}
          data={range(12).map((month) => ({ value: String(month), label: monthName(calendar, month, kit) }))}
        />
        <Select
          className={classes.day}
          aria-label={kit('birthday.day')}
          placeholder={kit('birthday.day')}
          value={value.day}
          onChange={(day) => change({ day })}
          data={range(days).map((day) => ({ value: String(day), label: dayName(day) }))}
        />
        {calendar === 'lunar' && (
          <Checkbox
            label={kit('birthday.leapMonth')}
            checked={value.leapMonth}
            onChange={(event) => change({ leapMonth: event.currentTarget.checked })}
          />
        )}
        {value.month !== null && (
          <ActionIcon variant="subtle" aria-label={t('form.clearBirthday')} onClick={() => onChange(noBirthday)}>
            <IconX size={16} />
          </ActionIcon>
        )}
      </div>
      <OtherCalendar draft={value} />
      {error !== undefined && <p className={classes.problem}>{error}</p>}
    </fieldset>
  );
}

function OtherCalendar({ draft }: { draft: BirthdayDraft }): ReactNode {
  const { t } = useTranslation('customers');
  const birthday = birthdayOf(draft);
  const other = birthday && inOtherCalendar(birthday);
  if (!other) return null;
  return <p className={classes.hint}>{t('form.sameDay', { day: birthdayText(other, t) })}</p>;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, at) => at + 1);
}
