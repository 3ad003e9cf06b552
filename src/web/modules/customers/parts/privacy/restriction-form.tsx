import { SegmentedControl, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { Form } from '../../../../kit/form.tsx';
import type { CustomerCard } from '../../api.ts';
import classes from './privacy.module.css';
import type { Ledger } from './use-ledger.ts';

type Kind = 'contact' | 'profiling';

/** "Do not contact", for a while or for good; or no classes and predictions. */
export function RestrictionForm(props: { card: CustomerCard; acts: Ledger; onDone: () => void }): ReactNode {
  const { card, acts, onDone } = props;
  const { t } = useTranslation('customers');
  const [kind, setKind] = useState<Kind>('contact');
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const { error, isPending } = acts.restrict;
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    acts.restrict.mutate(
      { id: card.id, kind, reason, until: kind === 'contact' && until ? until : null },
      { onSuccess: onDone },
    );
  };
  return (
    <Form
      submit={t('privacy.restrict.submit')}
      busy={isPending}
      problem={isApiError(error) ? error.message : undefined}
      onSubmit={save}
    >
      <SegmentedControl
        aria-label={t('privacy.restrict.title')}
        value={kind}
        onChange={(value) => setKind(value as Kind)}
        data={[
          { value: 'contact', label: t('privacy.noContact') },
          { value: 'profiling', label: t('privacy.noProfiling') },
        ]}
      />
      <p className={classes.about}>{t(`privacy.restrict.about.${kind}`)}</p>
      <TextInput
        label={t('privacy.reason')}
        value={reason}
        maxLength={300}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {kind === 'contact' && (
        <TextInput
          type="date"
          label={t('privacy.restrict.until')}
          description={t('privacy.restrict.untilHint')}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      )}
    </Form>
  );
}
