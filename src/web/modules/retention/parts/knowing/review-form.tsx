import { SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountState, KeyAccount } from '../../../../../modules/retention/key-accounts/contract.ts';
import { Form } from '../../../../kit/form.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { problemAt, problemBeside } from '../problem.ts';
import classes from './knowing.module.css';
import { useAccount } from './use-account.ts';

const STATES = ['growing', 'steady', 'at_risk'] as const satisfies readonly AccountState[];

/** How the account is, what was found and what is next. */
export function ReviewForm({ account, onDone }: { account: KeyAccount; onDone: () => void }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const { review } = useAccount();
  const [state, setState] = useState<AccountState>(account.state ?? 'steady');
  const [note, setNote] = useState('');
  const [nextOn, setNextOn] = useState(inWeeks(f.settings.today, account.everyWeeks));
  const label = useId();
  return (
    <Form
      submit={t('accounts.save')}
      busy={review.isPending}
      onCancel={onDone}
      problem={problemBeside(review.error, ['nextOn', 'reviewOn', 'note'])}
      onSubmit={(event) => {
        event?.preventDefault();
        review.mutate({ id: account.id, state, note: note.trim() || null, nextOn }, { onSuccess: onDone });
      }}
    >
      <div>
        <p className={classes.quiet} id={label}>
          {t('accounts.howIs')}
        </p>
        <SegmentedControl
          fullWidth
          mt={6}
          aria-labelledby={label}
          value={state}
          onChange={(chosen) => setState(STATES.find((one) => one === chosen) ?? 'steady')}
          data={STATES.map((value) => ({ value, label: t(`accounts.state.${value}`) }))}
        />
      </div>
      <Textarea
        label={t('accounts.reviewNote')}
        maxLength={2000}
        autosize
        minRows={4}
        data-autofocus
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        error={problemAt(review.error, 'note')}
      />
      <TextInput
        type="date"
        label={t('accounts.nextOn')}
        min={f.settings.today}
        value={nextOn}
        onChange={(event) => setNextOn(event.currentTarget.value)}
        error={problemAt(review.error, 'nextOn') ?? problemAt(review.error, 'reviewOn')}
      />
    </Form>
  );
}

function inWeeks(day: string, weeks: number): string {
  return new Date(Date.parse(day) + weeks * 7 * 86_400_000).toISOString().slice(0, 10);
}
