import { MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { ChecklistField } from './checklist-field.tsx';
import { CustomerField } from '../../../shell/customer-field.tsx';
import { useColleagues } from './members.ts';
import type { TaskDraft } from './task-draft.ts';
import { WhenFields } from './when-fields.tsx';

interface TaskFormProps {
  start: TaskDraft;
  submit: string;
  busy: boolean;
  error: unknown;
  onSave: (draft: TaskDraft) => void;
  onCancel: () => void;
}

export function TaskForm({ start, submit, busy, error, onSave, onCancel }: TaskFormProps): ReactNode {
  const { t } = useTranslation('team');
  const [draft, setDraft] = useState(start);
  const [untitled, setUntitled] = useState(false);
  const colleagues = useColleagues();
  const people = colleagues.map(({ id, name, self }) => ({ value: id, label: self ? t('me', { name }) : name }));
  const errors: Record<string, ReactNode> = { ...fieldErrors(error), ...pathError(error) };
  const change = (part: Partial<TaskDraft>) => setDraft((before) => ({ ...before, ...part }));
  const problem = isApiError(error) && Object.keys(errors).length === 0 ? error.message : undefined;
  return (
    <Form
      submit={submit}
      busy={busy}
      problem={problem}
      onCancel={onCancel}
      onSubmit={(event) => {
        event?.preventDefault();
        setUntitled(draft.title.trim() === '');
        if (draft.title.trim() !== '') onSave(draft);
      }}
    >
      <TextInput
        label={t('field.title')}
        autoFocus={start.title === ''}
        required
        withAsterisk={false}
        maxLength={300}
        value={draft.title}
        error={untitled && draft.title.trim() === '' ? t('field.titleNeeded') : errors['title']}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <WhenFields draft={draft} onChange={change} errors={errors} />
      <Select
        label={t('field.assignee')}
        data={[...people, { value: '', label: t('anybody') }]}
        value={draft.assigneeId}
        allowDeselect={false}
        error={errors['assigneeId']}
        onChange={(value) => change({ assigneeId: value ?? '' })}
      />
      <CustomerField
        label={t('field.customer')}
        value={draft.customerId}
        error={errors['customerId']}
        onChange={(customerId) => change({ customerId })}
      />
      <Textarea
        label={t('field.note')}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={10_000}
        value={draft.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
      />
      <ChecklistField items={draft.checklist} onChange={(checklist) => change({ checklist })} />
      <MultiSelect
        label={t('field.watchers')}
        data={people.filter(({ value }) => value !== draft.assigneeId)}
        value={draft.watcherIds}
        error={errors['watcherIds']}
        onChange={(watcherIds) => change({ watcherIds })}
      />
      <FormRow>
        <TextInput
          label={t('field.link')}
          placeholder="https://"
          maxLength={1000}
          value={draft.linkTo}
          error={errors['link.to'] && t('field.linkUnfit')}
          onChange={(event) => change({ linkTo: event.currentTarget.value })}
        />
        <TextInput
          label={t('field.linkLabel')}
          maxLength={200}
          value={draft.linkLabel}
          disabled={draft.linkTo === ''}
          onChange={(event) => change({ linkLabel: event.currentTarget.value })}
        />
      </FormRow>
    </Form>
  );
}

/** A refusal that names its field by `path`. */
function pathError(error: unknown): Record<string, string> {
  const path = isApiError(error) ? (error.data as { path?: unknown } | undefined)?.path : undefined;
  return typeof path === 'string' && isApiError(error) ? { [path]: error.message } : {};
}
