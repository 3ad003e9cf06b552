import { NumberInput, TagsInput } from '@mantine/core';
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
import type { WatchSettings } from '../../../../modules/retention/contract.ts';
import { api } from '../api.ts';

export function WatchSettingsPage(): ReactNode {
  const { t } = useTranslation('retention');
  const { data, error, refetch } = useQuery(api.settings.read.queryOptions({ input: {} }));
  return (
    <Card heading={t('settings.watch.title')}>
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

function Fields({ settings }: { settings: WatchSettings }): ReactNode {
  const { t } = useTranslation('retention');
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
  const days = (name: 'fixedDays' | 'lostDays' | 'quietDays' | 'usualDays' | 'goodsAlerts') => ({
    label: t(`settings.${name}`),
    description: t(`settings.${name}About`),
    allowDecimal: false,
    disabled: !mayEdit,
    ...form.getInputProps(name),
  });
  return (
    <Form
      submit={t('settings.save')}
      busy={change.isPending}
      onSubmit={form.onSubmit((values) => change.mutate(values))}
      problem={isApiError(change.error) && Object.keys(form.errors).length === 0 ? change.error.message : undefined}
    >
      <FormRow>
        <NumberInput min={7} max={1000} {...days('fixedDays')} />
        <NumberInput min={7} max={1000} {...days('lostDays')} />
      </FormRow>
      <FormRow>
        <NumberInput min={0} max={365} {...days('quietDays')} />
        <NumberInput min={1} max={1000} {...days('usualDays')} />
      </FormRow>
      <NumberInput min={0} max={50} {...days('goodsAlerts')} />
      <TagsInput
        label={t('settings.ignoredTags')}
        description={t('settings.ignoredTagsAbout')}
        maxTags={50}
        disabled={!mayEdit}
        {...form.getInputProps('ignoredTags')}
      />
    </Form>
  );
}
