import { NumberInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Form, FormRow } from '../../../kit/form.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import type { TodaySettings } from '../../../../modules/today/contract.ts';
import { api } from '../api.ts';

export function TodaySettingsPage(): ReactNode {
  const { t } = useTranslation('today');
  const { data, error, refetch } = useQuery(api.settings.read.queryOptions({ input: {} }));
  return (
    <Card heading={t('settings.today.title')}>
      {data ? (
        <Fields key={data.version} settings={data} />
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} small />
      ) : (
        <Waiting>
          <Lines count={4} />
        </Waiting>
      )}
    </Card>
  );
}

function Fields({ settings }: { settings: TodaySettings }): ReactNode {
  const { t } = useTranslation('today');
  const queries = useQueryClient();
  const mayEdit = useMay('settings.edit');
  const form = useForm({ initialValues: settings });
  const change = useMutation(
    api.settings.change.mutationOptions({
      onSuccess: () => toast(t('settings.saved')),
      onError: (error) => form.setErrors(fieldErrors(error)),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  return (
    <Form
      submit={t('settings.save')}
      busy={change.isPending}
      onSubmit={form.onSubmit((values) => change.mutate(values))}
      problem={isApiError(change.error) && Object.keys(form.errors).length === 0 ? change.error.message : undefined}
    >
      <FormRow>
        <NumberInput
          label={t('settings.capacity')}
          description={t('settings.capacityAbout')}
          min={1}
          max={200}
          allowDecimal={false}
          disabled={!mayEdit}
          {...form.getInputProps('capacity')}
        />
        <NumberInput
          label={t('settings.birthdayDays')}
          description={t('settings.birthdayDaysAbout')}
          min={0}
          max={30}
          allowDecimal={false}
          disabled={!mayEdit}
          {...form.getInputProps('birthdayDays')}
        />
      </FormRow>
    </Form>
  );
}
