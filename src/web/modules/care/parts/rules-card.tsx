import { NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import { api, type CareSettings } from '../api.ts';
import classes from './care.module.css';

/** What every message keeps. */
export function RulesCard({ rules, mayEdit }: { rules: CareSettings; mayEdit: boolean }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const form = useForm({ initialValues: { ...rules, approvalAbove: rules.approvalAbove ?? ('' as number | '') } });
  const change = useMutation(
    api.settings.change.mutationOptions({
      onSuccess: () => toast(t('rules.saved')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const number = (name: 'budgetContacts' | 'budgetDays' | 'promotionGapDays' | 'holdOutPercent' | 'approvalAbove') => ({
    label: t(`rules.${name}`),
    allowDecimal: false,
    disabled: !mayEdit,
    ...form.getInputProps(name),
  });
  return (
    <Card heading={t('rules.title')} className={classes.gap}>
      <Form
        submit={t('save')}
        busy={change.isPending}
        problem={isApiError(change.error) ? change.error.message : undefined}
        onSubmit={form.onSubmit((values) =>
          change.mutate({ ...values, approvalAbove: values.approvalAbove === '' ? null : values.approvalAbove }),
        )}
      >
        <FormRow title={t('rules.quiet')} about={t('rules.quietAbout')}>
          <TextInput
            type="time"
            label={t('rules.quietFrom')}
            disabled={!mayEdit}
            {...form.getInputProps('quietFrom')}
          />
          <TextInput type="time" label={t('rules.quietTo')} disabled={!mayEdit} {...form.getInputProps('quietTo')} />
        </FormRow>
        <FormRow title={t('rules.budget')} about={t('rules.budgetAbout')}>
          <NumberInput min={1} max={100} {...number('budgetContacts')} />
          <NumberInput min={1} max={365} {...number('budgetDays')} />
          <NumberInput min={0} max={365} {...number('promotionGapDays')} />
        </FormRow>
        <FormRow title={t('rules.campaigns')} about={t('rules.campaignsAbout')}>
          <NumberInput min={0} max={50} suffix=" %" {...number('holdOutPercent')} />
          <NumberInput min={1} {...number('approvalAbove')} />
        </FormRow>
        <Select
          label={t('rules.law')}
          description={t('rules.lawAbout')}
          data={(['CN', 'TW', 'none'] as const).map((value) => ({ value, label: t(`rules.laws.${value}`) }))}
          allowDeselect={false}
          disabled={!mayEdit}
          {...form.getInputProps('law')}
        />
        <Textarea
          label={t('rules.imprint')}
          description={t('rules.imprintAbout')}
          maxLength={300}
          autosize
          disabled={!mayEdit}
          {...form.getInputProps('imprint')}
        />
        <TagsInput
          label={t('rules.seeds')}
          description={t('rules.seedsAbout')}
          maxTags={20}
          disabled={!mayEdit}
          {...form.getInputProps('seeds')}
        />
        <FormRow>
          <Switch
            label={t('rules.trackOpens')}
            disabled={!mayEdit}
            {...form.getInputProps('trackOpens', { type: 'checkbox' })}
          />
          <Switch
            label={t('rules.trackClicks')}
            disabled={!mayEdit}
            {...form.getInputProps('trackClicks', { type: 'checkbox' })}
          />
        </FormRow>
      </Form>
    </Card>
  );
}
