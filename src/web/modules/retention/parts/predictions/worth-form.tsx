import { NumberInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PredictionSettings } from '../../../../../modules/retention/predictions/contract.ts';
import { fieldErrors, isApiError } from '../../../../api/errors.ts';
import { ErrorState } from '../../../../kit/error-state.tsx';
import { Form } from '../../../../kit/form.tsx';
import { Lines, Waiting } from '../../../../kit/skeletons.tsx';
import { toast } from '../../../../kit/toast.tsx';
import { api } from '../../api.ts';

/** The discount with which the value of the next 12 months is reckoned; the margin is said at the leaky bucket. */
export function WorthForm({ onDone }: { onDone: () => void }): ReactNode {
  const { data, error, refetch } = useQuery(api.predictions.settings.read.queryOptions({ input: {} }));
  if (data) return <Fields key={data.version} settings={data} onDone={onDone} />;
  if (error) return <ErrorState error={error} retry={() => void refetch()} small />;
  return (
    <Waiting>
      <Lines count={3} />
    </Waiting>
  );
}

function Fields({ settings, onDone }: { settings: PredictionSettings; onDone: () => void }): ReactNode {
  const { marginPercent, ...changeable } = settings;
  const { t } = useTranslation('retention');
  const queries = useQueryClient();
  const form = useForm({ initialValues: changeable });
  const change = useMutation(
    api.predictions.settings.change.mutationOptions({
      onSuccess: () => {
        toast(t('predictions.worth.saved'));
        onDone();
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  return (
    <Form
      submit={t('predictions.worth.save')}
      busy={change.isPending}
      onSubmit={form.onSubmit((values) => change.mutate(values))}
      problem={isApiError(change.error) && Object.keys(form.errors).length === 0 ? change.error.message : undefined}
    >
      <NumberInput
        label={t('predictions.worth.discount')}
        description={t('predictions.worth.discountAbout')}
        decimalScale={2}
        min={0}
        max={100}
        {...form.getInputProps('discountPercent')}
      />
      <p>
        {marginPercent === null
          ? t('predictions.worth.marginNone')
          : t('predictions.worth.marginIs', { percent: marginPercent })}{' '}
        <Link to="/retention/leaky-bucket">{t('predictions.worth.marginAt')}</Link>
      </p>
    </Form>
  );
}
