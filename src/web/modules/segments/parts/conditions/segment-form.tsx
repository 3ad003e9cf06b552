import { TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../../api/errors.ts';
import { ErrorState } from '../../../../kit/error-state.tsx';
import { Form } from '../../../../kit/form.tsx';
import { Lines, Waiting } from '../../../../kit/skeletons.tsx';
import { Card, Columns } from '../../../../kit/surface.tsx';
import { toast } from '../../../../kit/toast.tsx';
import { api, type SegmentView } from '../../api.ts';
import { Builder } from './builder.tsx';
import classes from './builder.module.css';
import { openIn, treeOf, type DraftGroup } from './draft.ts';
import { PreviewCard } from './preview-card.tsx';

interface SegmentFormProps {
  /** The one that is changed; absent for a new one. */
  segment?: SegmentView | undefined;
  name?: string | undefined;
  begin: DraftGroup;
  onCancel: () => void;
}

/** Name and conditions of a segment, with who would be in it beside them. */
export function SegmentForm({ segment, name: firstName = '', begin, onCancel }: SegmentFormProps): ReactNode {
  const { t } = useTranslation('segments');
  const [name, setName] = useState(segment?.name ?? firstName);
  const [note, setNote] = useState(segment?.note ?? '');
  const [draft, setDraft] = useState(begin);
  const [missing, setMissing] = useState<string>();
  const kinds = useQuery(api.segments.conditions.queryOptions({ input: {}, staleTime: 60_000 }));
  const { save, busy, error } = useSave(segment);
  const errors = error ? fieldErrors(error) : {};
  const submit = () => {
    const condition = treeOf(draft);
    const lacking = name.trim() === '' ? 'name' : !condition || openIn(draft) > 0 ? 'conditions' : undefined;
    setMissing(lacking);
    if (lacking === undefined) save({ name: name.trim(), note: note.trim() || null, condition });
  };
  if (kinds.error) return <ErrorState error={kinds.error} retry={() => void kinds.refetch()} />;
  if (!kinds.data)
    return (
      <Card>
        <Waiting>
          <Lines count={6} />
        </Waiting>
      </Card>
    );
  const problem =
    missing === 'conditions'
      ? t('conditions.form.unfinished')
      : isApiError(error) && !errors['name']
        ? error.message
        : undefined;
  return (
    <Columns right={<PreviewCard draft={draft} id={segment?.id} />}>
      <Card>
        <Form
          submit={t(segment ? 'conditions.form.save' : 'conditions.form.create')}
          busy={busy}
          problem={problem}
          onCancel={onCancel}
          onSubmit={(event) => {
            event?.preventDefault();
            submit();
          }}
        >
          <div className={classes.fields}>
            <TextInput
              label={t('conditions.form.name')}
              maxLength={60}
              value={name}
              error={missing === 'name' ? t('conditions.form.nameMissing') : errors['name']}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              label={t('conditions.form.note')}
              maxLength={300}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
          </div>
          <Builder draft={draft} kinds={kinds.data.items} onChange={setDraft} />
        </Form>
      </Card>
    </Columns>
  );
}

function useSave(segment: SegmentView | undefined) {
  const { t } = useTranslation('segments');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const onSuccess = async ({ id }: SegmentView) => {
    await queries.invalidateQueries({ queryKey: api.segments.key() });
    toast(t('conditions.form.saved'));
    void navigate({ to: '/segments/$id', params: { id }, search: {} });
  };
  const create = useMutation(api.segments.create.mutationOptions({ onSuccess }));
  const change = useMutation(api.segments.change.mutationOptions({ onSuccess }));
  return {
    save: (facts: { name: string; note: string | null; condition: unknown }) =>
      segment ? change.mutate({ id: segment.id, version: segment.version, ...facts }) : create.mutate(facts),
    busy: create.isPending || change.isPending,
    error: create.error ?? change.error,
  };
}
