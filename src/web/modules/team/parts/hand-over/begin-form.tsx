import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { useColleagues } from '../members.ts';
import classes from './hand-over.module.css';
import { useHandOver } from './use-hand-over.ts';

type Kind = 'leaving' | 'absent';

/** Whose customers are handed over, and until when they work here. */
export function BeginForm(): ReactNode {
  const { t } = useTranslation('team');
  const navigate = useNavigate();
  const people = useColleagues();
  const { begin } = useHandOver();
  const [memberId, setMember] = useState<string | null>(null);
  const [kind, setKind] = useState<Kind>('leaving');
  const [endsAt, setEnd] = useState('');
  const start = (event: FormEvent) => {
    event.preventDefault();
    if (memberId === null) return;
    const end = kind === 'leaving' && endsAt ? new Date(endsAt).toISOString() : null;
    begin.mutate(
      { memberId, kind, endsAt: end },
      { onSuccess: ({ id }) => void navigate({ to: '/team/hand-over/$id', params: { id } as never }) },
    );
  };
  return (
    <form className={classes.begin} onSubmit={start}>
      <Select
        label={t('handOver.whose')}
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        value={memberId}
        onChange={setMember}
        searchable
        required
      />
      <SegmentedControl
        aria-label={t('handOver.why')}
        value={kind}
        onChange={(value) => setKind(value as Kind)}
        data={(['leaving', 'absent'] as const).map((value) => ({ value, label: t(`handOver.kind.${value}`) }))}
      />
      {kind === 'leaving' ? (
        <TextInput
          type="datetime-local"
          label={t('handOver.endsAt')}
          value={endsAt}
          onChange={(event) => setEnd(event.currentTarget.value)}
        />
      ) : (
        <span />
      )}
      <Button type="submit" loading={begin.isPending} disabled={memberId === null}>
        {t('handOver.begin')}
      </Button>
      {isApiError(begin.error) && <p role="alert">{begin.error.message}</p>}
    </form>
  );
}
