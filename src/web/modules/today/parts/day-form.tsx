import { Button, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../kit/use-formats.ts';
import classes from './care-card.module.css';
import { lastDay, laterDays, soonDay } from './later-days.ts';

interface DayFormProps {
  onSave: (day: string) => void;
  onCancel: () => void;
}

/** The calendar of the device: every phone has a good one. */
export function DayForm({ onSave, onCancel }: DayFormProps): ReactNode {
  const { t } = useTranslation('today');
  const { t: kit } = useTranslation('kit');
  const { settings } = useFormats();
  const [day, setDay] = useState(soonDay(settings.today));
  return (
    <form
      className={classes.note}
      onSubmit={(event) => {
        event.preventDefault();
        onSave(day);
      }}
    >
      <TextInput
        type="date"
        label={t('later.which')}
        required
        withAsterisk={false}
        min={laterDays(settings.today)[0]?.[1]}
        max={lastDay(settings.today)}
        value={day}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
      <div className={classes.noteActs}>
        <Button variant="default" onClick={onCancel}>
          {kit('cancel')}
        </Button>
        <Button type="submit">{t('later.save')}</Button>
      </div>
    </form>
  );
}
