import { Select, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Form, FormRow } from '../../../../kit/form.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { CaseKind } from '../../api.ts';
import { useColleagueChoice } from '../colleagues.ts';
import { CustomerField } from '../../../../shell/customer-field.tsx';
import { MoneyField } from '../money-field.tsx';
import { problemAt, problemBeside } from '../problem.ts';
import { useCase } from './use-case.ts';

interface OpenCaseFormProps {
  kind: CaseKind;
  customerId?: string;
  onDone: () => void;
}

/** Who, which two colleagues, by when; the rest is said on the case itself. */
export function OpenCaseForm({ kind, customerId: given, onDone }: OpenCaseFormProps): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const navigate = useNavigate();
  const { open } = useCase();
  const people = useColleagueChoice({ me: (name) => t('cases.me', { name }), nobody: t('cases.nobody') });
  const [customerId, setCustomer] = useState<string | null>(given ?? null);
  const [salesId, setSales] = useState<string | null>(null);
  const [serviceId, setService] = useState<string | null>(null);
  const [dueOn, setDue] = useState('');
  const [budget, setBudget] = useState<number | string>('');
  const [tried, setTried] = useState(false);
  const fields = ['customerId', 'salesId', 'serviceId', 'dueOn', 'budget'];
  const send = () => {
    setTried(true);
    if (customerId === null) return;
    open.mutate(
      {
        customerId,
        kind,
        ...(salesId === null ? {} : { salesId: salesId || null }),
        ...(serviceId === null ? {} : { serviceId: serviceId || null }),
        ...(dueOn ? { dueOn } : {}),
        ...(budget === '' ? {} : { budget: { amount: String(budget), currency: f.settings.baseCurrency } }),
      },
      {
        onSuccess({ id }) {
          onDone();
          void navigate({ to: '/retention/cases/$id', params: { id } as never });
        },
      },
    );
  };
  return (
    <Form
      submit={t('cases.open')}
      busy={open.isPending}
      onCancel={onDone}
      problem={problemBeside(open.error, fields)}
      onSubmit={(event) => {
        event?.preventDefault();
        send();
      }}
    >
      {given === undefined && (
        <CustomerField
          label={t('cases.customer')}
          value={customerId}
          onChange={setCustomer}
          error={tried && customerId === null ? t('cases.customerNeeded') : problemAt(open.error, 'customerId')}
        />
      )}
      <FormRow>
        <Select
          label={t('cases.sales')}
          placeholder={t('cases.ownerByItself')}
          data={people}
          value={salesId}
          onChange={setSales}
          error={problemAt(open.error, 'salesId')}
        />
        <Select
          label={t('cases.service')}
          placeholder={t('cases.selfByItself')}
          data={people}
          value={serviceId}
          onChange={setService}
          error={problemAt(open.error, 'serviceId')}
        />
      </FormRow>
      <FormRow>
        <TextInput
          type="date"
          label={t('cases.due')}
          description={t('cases.dueByItself')}
          min={f.settings.today}
          value={dueOn}
          onChange={(event) => setDue(event.currentTarget.value)}
          error={problemAt(open.error, 'dueOn')}
        />
        {kind === 'win_back' && (
          <MoneyField
            label={t('cases.budget')}
            description={t('cases.budgetAbout')}
            value={budget}
            onChange={setBudget}
            error={problemAt(open.error, 'budget')}
          />
        )}
      </FormRow>
    </Form>
  );
}
