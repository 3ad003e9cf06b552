import { NumberInput, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyAccount } from '../../../../../modules/retention/key-accounts/contract.ts';
import { Form, FormRow } from '../../../../kit/form.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { CustomerField } from '../../../../shell/customer-field.tsx';
import { problemAt, problemBeside } from '../problem.ts';
import { useAccount } from './use-account.ts';

interface AccountFormProps {
  /** Changes this one; absent: names a new one. */
  account?: KeyAccount;
  onDone: () => void;
}

/** Who, to what end, and how often somebody looks. */
export function AccountForm({ account, onDone }: AccountFormProps): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const { name, change } = useAccount();
  const [customerId, setCustomer] = useState<string | null>(null);
  const [aim, setAim] = useState(account?.aim ?? '');
  const [everyWeeks, setEvery] = useState<number | string>(account?.everyWeeks ?? 4);
  const [reviewOn, setReviewOn] = useState(account?.reviewOn ?? '');
  const [tried, setTried] = useState(false);
  const act = account ? change : name;
  const send = () => {
    setTried(true);
    const given = { aim: aim.trim() || null, everyWeeks: Number(everyWeeks) };
    const day = reviewOn && reviewOn !== account?.reviewOn ? { reviewOn } : {};
    if (account)
      return change.mutate({ id: account.id, version: account.version, ...given, ...day }, { onSuccess: onDone });
    if (customerId !== null) name.mutate({ customerId, ...given, ...day }, { onSuccess: onDone });
  };
  return (
    <Form
      submit={t('accounts.save')}
      busy={act.isPending}
      onCancel={onDone}
      problem={problemBeside(act.error, ['customerId', 'everyWeeks', 'reviewOn', 'aim'])}
      onSubmit={(event) => {
        event?.preventDefault();
        send();
      }}
    >
      {!account && (
        <CustomerField
          label={t('cases.customer')}
          value={customerId}
          onChange={setCustomer}
          error={tried && customerId === null ? t('cases.customerNeeded') : problemAt(act.error, 'customerId')}
        />
      )}
      <Textarea
        label={t('accounts.aim')}
        description={t('accounts.aimAbout')}
        maxLength={500}
        autosize
        value={aim}
        onChange={(event) => setAim(event.currentTarget.value)}
        error={problemAt(act.error, 'aim')}
      />
      <FormRow>
        <NumberInput
          label={t('accounts.everyWeeks')}
          min={1}
          max={52}
          allowDecimal={false}
          value={everyWeeks}
          onChange={setEvery}
          error={problemAt(act.error, 'everyWeeks')}
        />
        <TextInput
          type="date"
          label={t('accounts.reviewOn')}
          min={f.settings.today}
          value={reviewOn}
          onChange={(event) => setReviewOn(event.currentTarget.value)}
          error={problemAt(act.error, 'reviewOn')}
        />
      </FormRow>
    </Form>
  );
}
