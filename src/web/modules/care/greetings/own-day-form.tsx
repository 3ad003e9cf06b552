import { NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewOwnDay } from '../../../../modules/care/greetings/contract.ts';
import { isApiError } from '../../../api/errors.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { api } from '../api.ts';

export function OwnDayForm({ onDone }: { onDone: () => void }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const [draft, setDraft] = useState<NewOwnDay>({ name: '', calendar: 'solar', month: 1, day: 1 });
  const change = (part: Partial<NewOwnDay>) => setDraft((before) => ({ ...before, ...part }));
  const add = useMutation(
    api.greetings.addOwnDay.mutationOptions({
      onSuccess: onDone,
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  return (
    <Form
      submit={t('save')}
      busy={add.isPending}
      problem={isApiError(add.error) ? add.error.message : undefined}
      onCancel={onDone}
      onSubmit={(event) => {
        event?.preventDefault();
        if (draft.name.trim() !== '') add.mutate(draft);
      }}
    >
      <TextInput
        label={t('greeting.ownDayName')}
        placeholder={t('greeting.ownDayExample')}
        maxLength={40}
        required
        value={draft.name}
        onChange={({ currentTarget: { value: name } }) => change({ name })}
      />
      <Select
        label={t('greeting.calendar')}
        data={(['solar', 'lunar'] as const).map((value) => ({ value, label: t(`greeting.calendars.${value}`) }))}
        value={draft.calendar}
        allowDeselect={false}
        onChange={(calendar) => change({ calendar: calendar === 'lunar' ? 'lunar' : 'solar' })}
      />
      <FormRow>
        <NumberInput
          label={t('greeting.month')}
          min={1}
          max={12}
          allowDecimal={false}
          value={draft.month}
          onChange={(month) => change({ month: Number(month) })}
        />
        <NumberInput
          label={t('greeting.day')}
          min={1}
          max={31}
          allowDecimal={false}
          value={draft.day}
          onChange={(day) => change({ day: Number(day) })}
        />
      </FormRow>
    </Form>
  );
}
