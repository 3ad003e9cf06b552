import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { readQuickEntry } from '../../../../modules/team/tasks/rules/quick-entry.ts';
import { api } from '../api.ts';
import { useDueWords } from './due-words.ts';
import { dueOfDraft } from './task-draft.ts';
import classes from './tasks.module.css';
import { useLookAgain } from './use-acts.ts';

interface QuickAddProps {
  /** The whole form, with what was typed. */
  onMore: (typed: { title: string; day?: string }) => void;
}

/** One line and Enter: "tomorrow 3 pm call Mr Wang". What was understood as the day stands below while typing. */
export function QuickAdd({ onMore }: QuickAddProps): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const due = useDueWords();
  const lookAgain = useLookAgain();
  const [text, setText] = useState('');
  const { title, day, time } = readQuickEntry(text, f.settings.today);
  const given = dueOfDraft({ day: day ?? '', time: time ?? '' }, f.settings.zone);
  const add = useMutation(
    api.tasks.create.mutationOptions({
      onSuccess: () => setText(''),
      onSettled: lookAgain,
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('failed')),
    }),
  );
  return (
    <>
      <form
        className={classes.add}
        onSubmit={(event) => {
          event.preventDefault();
          if (title === '' || add.isPending) return;
          const remind = given ? { remind: { minutesBefore: 0, anyDay: false } } : {};
          add.mutate({ title, ...(given ? { due: given } : {}), ...remind });
        }}
      >
        <TextInput
          aria-label={t('quick')}
          placeholder={t('quick')}
          maxLength={300}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={title === ''} loading={add.isPending}>
          {t('add')}
        </Button>
      </form>
      {day !== undefined && (
        <p className={classes.read} role="status">
          {t('understood', { due: due({ on: day, at: given && 'at' in given ? given.at : null }), title })}{' '}
          <Button variant="subtle" size="compact-xs" onClick={() => onMore({ title, day })}>
            {t('moreFields')}
          </Button>
        </p>
      )}
    </>
  );
}
