import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../../api/session.ts';
import { isApiError } from '../../../../api/errors.ts';
import { Form } from '../../../../kit/form.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { toast } from '../../../../kit/toast.tsx';
import { api, type CounterMatch } from '../../api.ts';
import classes from './counter.module.css';

interface NewMemberProps {
  code: string;
  onMade: (match: CounterMatch) => void;
  onSell: () => void;
}

/** Nobody is found: a number makes a member, in the time in which the tea is wrapped. */
export function NewMember({ code, onMade, onSell }: NewMemberProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const digits = code.replace(/\D/g, '');
  const [phone, setPhone] = useState(digits.length >= 4 ? digits : '');
  const [name, setName] = useState(digits.length >= 4 || code.startsWith('RM-') ? '' : code);
  const [agrees, setAgrees] = useState(false);
  const may = useMay('customers.create');
  const enrol = useMutation(
    api.counter.enrol.mutationOptions({
      onSuccess: ({ match, known }) => {
        if (known) toast(t('counter.known'));
        onMade(match);
      },
    }),
  );
  return (
    <Card heading={t('counter.nobody')} className={classes.newcomer ?? ''}>
      {may && (
        <Form
          submit={t('counter.newSave')}
          busy={enrol.isPending}
          problem={enrol.error ? (isApiError(enrol.error) ? enrol.error.message : t('counter.notSaved')) : undefined}
          onSubmit={(event) => {
            event?.preventDefault();
            enrol.mutate({ phone, name: name || null, agrees: agrees || null });
          }}
        >
          <TextInput
            label={t('counter.newPhone')}
            type="tel"
            inputMode="tel"
            required
            withAsterisk={false}
            value={phone}
            onChange={({ currentTarget: { value } }) => setPhone(value)}
            maxLength={40}
          />
          <TextInput
            label={t('counter.newName')}
            value={name}
            onChange={({ currentTarget: { value } }) => setName(value)}
            maxLength={120}
          />
          <Checkbox
            label={t('counter.newAgrees')}
            checked={agrees}
            onChange={({ currentTarget: { checked } }) => setAgrees(checked)}
          />
        </Form>
      )}
      <Button variant="subtle" onClick={onSell}>
        {t('counter.withoutMember')}
      </Button>
    </Card>
  );
}
