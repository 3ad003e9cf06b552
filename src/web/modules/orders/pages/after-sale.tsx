import { NumberInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Form, FormRow } from '../../../kit/form.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import { api, type OrderSettings } from '../api.ts';
import { sentenceOf } from '../parts/sentence-of.ts';

/** How long after-sale lasts, and when Today asks whether all is well. */
export function AfterSalePage(): ReactNode {
  const { t } = useTranslation('orders');
  const { data, error, refetch } = useQuery(api.running.settings.read.queryOptions({ input: {} }));
  return (
    <Card heading={t('settings.afterSale.title')}>
      {data ? (
        <Fields key={data.version} settings={data} />
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} small />
      ) : (
        <Waiting>
          <Lines count={3} />
        </Waiting>
      )}
    </Card>
  );
}

function Fields({ settings }: { settings: OrderSettings }): ReactNode {
  const { t } = useTranslation('orders');
  const queries = useQueryClient();
  const mayEdit = useMay('settings.edit');
  const form = useForm({ initialValues: settings });
  const change = useMutation(
    api.running.settings.change.mutationOptions({
      onSuccess: () => toast(t('saved')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.running.key() }),
    }),
  );
  const days = (name: 'afterSaleDays' | 'checkInDays') => ({
    label: t(`afterSale.${name}`),
    description: t(`afterSale.${name}About`),
    allowDecimal: false,
    clampBehavior: 'strict' as const,
    min: 0,
    disabled: !mayEdit,
    ...form.getInputProps(name),
  });
  return (
    <Form
      submit={t('save')}
      busy={change.isPending}
      onSubmit={form.onSubmit((values) => change.mutate(values))}
      problem={change.error ? sentenceOf(change.error, t('notSaved')) : undefined}
    >
      <FormRow>
        <NumberInput max={3650} {...days('afterSaleDays')} />
        <NumberInput max={365} {...days('checkInDays')} />
      </FormRow>
    </Form>
  );
}
