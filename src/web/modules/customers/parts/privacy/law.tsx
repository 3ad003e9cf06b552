import { NumberInput, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { Form, FormRow } from '../../../../kit/form.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { toast } from '../../../../kit/toast.tsx';
import { api, type PrivacySettings } from '../../api.ts';

const calls = api.privacy.requests;

/** How long an answer may take, and how much a colleague may reveal a day. */
export function Law(): ReactNode {
  const { data } = useQuery(calls.settings.queryOptions({ input: {} }));
  return data ? <LawForm key={data.version} settings={data} /> : null;
}

function LawForm({ settings }: { settings: PrivacySettings }): ReactNode {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const [law, setLaw] = useState(settings.law);
  const [revealsADay, setReveals] = useState(settings.revealsADay);
  const change = useMutation(
    calls.changeSettings.mutationOptions({
      onSuccess: () => toast(t('privacy.saved')),
      onSettled: () => queries.invalidateQueries({ queryKey: calls.settings.key() }),
    }),
  );
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    change.mutate({ law, revealsADay, version: settings.version });
  };
  return (
    <Card heading={t('privacy.law.title')}>
      <Form
        submit={t('privacy.save')}
        busy={change.isPending}
        problem={isApiError(change.error) ? change.error.message : undefined}
        onSubmit={save}
      >
        <FormRow>
          <Select
            label={t('privacy.law.label')}
            allowDeselect={false}
            value={law}
            onChange={(value) => setLaw((value ?? 'PIPL') as typeof law)}
            data={(['PIPL', 'GDPR'] as const).map((value) => ({ value, label: t(`privacy.law.${value}`) }))}
          />
          <NumberInput
            label={t('privacy.law.reveals')}
            min={1}
            max={1000}
            allowDecimal={false}
            clampBehavior="strict"
            value={revealsADay}
            onChange={(value) => setReveals(Number(value) || 1)}
          />
        </FormRow>
      </Form>
    </Card>
  );
}
