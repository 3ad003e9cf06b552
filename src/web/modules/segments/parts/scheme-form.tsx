import { Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { BUYER_MEASURES, type BuyerMeasure } from '../../../../modules/segments/rules/measures.ts';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { toast } from '../../../kit/toast.tsx';
import { api } from '../api.ts';

/** A way of dividing of one's own: two measures, each on two or three levels. */
export function SchemeForm({ onDone }: { onDone: (made?: string) => void }): ReactNode {
  const { t } = useTranslation('segments');
  const queries = useQueryClient();
  const form = useForm({
    initialValues: {
      name: '',
      across: 'tenure' as BuyerMeasure,
      acrossLevels: '2',
      up: 'money' as BuyerMeasure,
      upLevels: '2',
    },
  });
  const make = useMutation(
    api.make.mutationOptions({
      onSuccess: ({ scheme }) => {
        toast(t('own.made'));
        void queries.invalidateQueries({ queryKey: api.key() });
        onDone(scheme);
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  );
  const submit = form.onSubmit(({ name, across, acrossLevels, up, upLevels }) =>
    make.mutate({ name, across, up, acrossLevels: levels(acrossLevels), upLevels: levels(upLevels) }),
  );
  const measures = BUYER_MEASURES.map((value) => ({ value, label: t(`measures.${value}`) }));
  const steps = ['2', '3'].map((value) => ({ value, label: t('own.levels', { count: Number(value) }) }));
  const problem = isApiError(make.error) ? make.error.message : undefined;
  return (
    <Form
      submit={t('own.make')}
      busy={make.isPending}
      onSubmit={submit}
      onCancel={() => onDone()}
      problem={Object.keys(form.errors).length > 0 ? undefined : problem}
    >
      <TextInput
        label={t('own.name')}
        placeholder={t('own.nameExample')}
        required
        maxLength={60}
        {...form.getInputProps('name')}
      />
      {(['across', 'up'] as const).map((axis) => (
        <FormRow key={axis} title={t(`own.${axis}`)}>
          <Select label={t('own.measure')} data={measures} allowDeselect={false} {...form.getInputProps(axis)} />
          <Select label={t('own.steps')} data={steps} allowDeselect={false} {...form.getInputProps(`${axis}Levels`)} />
        </FormRow>
      ))}
    </Form>
  );
}

function levels(text: string): 2 | 3 {
  return text === '3' ? 3 : 2;
}
