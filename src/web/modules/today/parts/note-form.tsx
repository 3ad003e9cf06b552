import { Button, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import type { Way } from '../api.ts';
import { ways } from './answer-buttons.tsx';
import classes from './care-card.module.css';

interface NoteFormProps {
  way: Way | undefined;
  onSave: (given: { way?: Way; note?: string }) => void;
  onCancel: () => void;
}

/** Done, with what was said: it stands on the customer's timeline afterwards. */
export function NoteForm({ way, onSave, onCancel }: NoteFormProps): ReactNode {
  const { t } = useTranslation('today');
  const { t: kit } = useTranslation('kit');
  const [chosen, setChosen] = useState<Way[]>(way ? [way] : []);
  const [note, setNote] = useState('');
  return (
    <form
      className={classes.note}
      onSubmit={(event) => {
        event.preventDefault();
        onSave({ way: chosen[0], note: note.trim() || undefined });
      }}
    >
      <FilterChips
        label={t('wayLabel')}
        options={ways.map((value) => ({ value, label: t(`way.${value}`) }))}
        chosen={chosen}
        onChange={setChosen}
        single
      />
      <Textarea
        aria-label={t('note')}
        placeholder={t('note')}
        autosize
        minRows={2}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        data-autofocus
        autoFocus
      />
      <div className={classes.noteActs}>
        <Button variant="default" onClick={onCancel}>
          {kit('cancel')}
        </Button>
        <Button type="submit">{t('save')}</Button>
      </div>
    </form>
  );
}
