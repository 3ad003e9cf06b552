import { Checkbox, Input, MultiSelect, NumberInput, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { Form, FormRow } from '../../../../kit/form.tsx';
import type { CourseGiven } from '../../api.ts';
import { useColleagues } from '../members.ts';
import { QuestionsField } from './questions-field.tsx';

interface CourseFormProps {
  start: CourseGiven;
  /** A course that is there already may come out in a new edition. */
  existing: boolean;
  busy: boolean;
  error: unknown;
  onSave: (given: CourseGiven, newEdition: boolean) => void;
  onCancel: () => void;
}

export const blankCourse: CourseGiven = {
  title: '',
  body: '',
  questions: [],
  passAt: 80,
  dueDays: 7,
  forEverybody: true,
  memberIds: [],
};

export function CourseForm({ start, existing, busy, error, onSave, onCancel }: CourseFormProps): ReactNode {
  const { t } = useTranslation('team');
  const [draft, setDraft] = useState(start);
  const [newEdition, setNewEdition] = useState(false);
  const [tried, setTried] = useState(false);
  const colleagues = useColleagues();
  const change = (part: Partial<CourseGiven>) => setDraft((before) => ({ ...before, ...part }));
  const missing = (text: string) => tried && text.trim() === '';
  return (
    <Form
      submit={t(existing ? 'save' : 'create')}
      busy={busy}
      problem={isApiError(error) ? error.message : undefined}
      onCancel={onCancel}
      onSubmit={(event) => {
        event?.preventDefault();
        setTried(true);
        if (draft.title.trim() !== '' && draft.body.trim() !== '') onSave(draft, newEdition);
      }}
    >
      <TextInput
        label={t('training.title')}
        placeholder={t('training.titleExample')}
        autoFocus={!existing}
        maxLength={200}
        value={draft.title}
        error={missing(draft.title) && t('training.titleNeeded')}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <Textarea
        label={t('training.body')}
        description={t('training.bodyAbout')}
        autosize
        minRows={5}
        maxRows={16}
        maxLength={50_000}
        value={draft.body}
        error={missing(draft.body) && t('training.bodyNeeded')}
        onChange={(event) => change({ body: event.currentTarget.value })}
      />
      <Input.Wrapper label={t('training.who')} labelElement="div">
        <SegmentedControl
          fullWidth
          aria-label={t('training.who')}
          value={draft.forEverybody ? 'everybody' : 'chosen'}
          data={(['everybody', 'chosen'] as const).map((value) => ({ value, label: t(`training.${value}`) }))}
          onChange={(value) => change({ forEverybody: value === 'everybody' })}
        />
      </Input.Wrapper>
      {!draft.forEverybody && (
        <MultiSelect
          label={t('training.colleagues')}
          data={colleagues.map(({ id, name, self }) => ({ value: id, label: self ? t('me', { name }) : name }))}
          value={draft.memberIds}
          onChange={(memberIds) => change({ memberIds })}
        />
      )}
      <FormRow>
        <NumberInput
          label={t('training.dueDays')}
          description={t('training.dueDaysAbout')}
          min={1}
          max={365}
          allowDecimal={false}
          value={draft.dueDays ?? ''}
          onChange={(value) => change({ dueDays: typeof value === 'number' && value >= 1 ? value : null })}
        />
        {draft.questions.length > 0 && (
          <NumberInput
            label={t('training.passAt')}
            min={1}
            max={100}
            clampBehavior="strict"
            allowDecimal={false}
            value={draft.passAt}
            onChange={(value) => change({ passAt: typeof value === 'number' && value >= 1 ? value : 80 })}
          />
        )}
      </FormRow>
      <QuestionsField questions={draft.questions} onChange={(questions) => change({ questions })} />
      {existing && (
        <Checkbox
          label={t('training.newEdition')}
          checked={newEdition}
          onChange={(event) => setNewEdition(event.currentTarget.checked)}
        />
      )}
    </Form>
  );
}
