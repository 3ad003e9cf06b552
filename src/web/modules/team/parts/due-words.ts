import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../kit/use-formats.ts';
import { daysBetween } from '../../../../maths/calendar.ts';

interface Due {
  on: string;
  at: string | null;
}

/** "Today 15:00", "tomorrow", "Nov 28"; overdue ones say since when. */
export function useDueWords(): (due: Due) => string {
  const f = useFormats();
  return ({ on, at }) => {
    const ahead = daysBetween(f.settings.today, on);
    const day = Math.abs(ahead) <= 1 ? f.age(on) : f.date(on);
    return at ? `${day} ${f.time(at)}` : day;
  };
}

/** "Every 2 weeks on Monday, Thursday" */
export function useRepeatWords() {
  const { t } = useTranslation('team');
  return ({ every, unit, weekdays, calendar }: RepeatShape): string => {
    const days = (weekdays ?? []).map((day) => t(`weekday.${day}`)).join(t('repeat.and'));
    const name = unit === 'year' && calendar === 'lunar' ? 'lunarYear' : unit;
    const word = every === 1 ? t(`repeat.${name}`) : t(`repeat.many.${name}`, { every });
    return days ? `${word} ${days}` : word;
  };
}

interface RepeatShape {
  every: number;
  unit: 'day' | 'week' | 'month' | 'year';
  weekdays?: number[] | undefined;
  calendar?: 'solar' | 'lunar' | undefined;
}
