import { Checkbox, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Form, FormRow } from '../../../kit/form.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import { api, type SelfField, type SelfSettings } from '../api.ts';

const calls = api.self.settings;
const FIELDS = ['phone', 'email', 'birthday', 'gender', 'address'] as const satisfies readonly SelfField[];

/** How customers reach their own card, and what they may correct on it. */
export function SelfSettingsPage(): ReactNode {
  const { data, error, refetch } = useQuery(calls.read.queryOptions({ input: {} }));
  return (
    <>
      {error && !data && <ErrorState error={error} retry={() => void refetch()} />}
      {!data && !error && (
        <Waiting>
          <CardSkeleton lines={6} />
        </Waiting>
      )}
      {data && <SettingsForm key={data.version} settings={data} />}
    </>
  );
}

function SettingsForm({
  settings,
}: {
  settings: SelfSettings & { address: string; mailPossible: boolean };
}): ReactNode {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const [links, setLinks] = useState(settings.links);
  const [codes, setCodes] = useState(settings.codes);
  const [changes, setChanges] = useState(settings.changes);
  const [fields, setFields] = useState<SelfField[]>(settings.fields);
  const change = useMutation(
    calls.change.mutationOptions({
      onSuccess: () => toast(t('self.settings.saved')),
      onSettled: () => queries.invalidateQueries({ queryKey: calls.key() }),
    }),
  );
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    change.mutate({ links, codes, changes, fields, version: settings.version });
  };
  return (
    <Card>
      <Form
        submit={t('self.settings.save')}
        busy={change.isPending}
        problem={isApiError(change.error) ? change.error.message : undefined}
        onSubmit={save}
      >
        <p>{t('self.settings.about')}</p>
        <Checkbox
          label={t('self.settings.links')}
          checked={links}
          onChange={(event) => setLinks(event.currentTarget.checked)}
        />
        <Checkbox
          label={t('self.settings.codes')}
          {...(settings.mailPossible ? {} : { description: t('self.settings.codesNeedMail') })}
          disabled={!settings.mailPossible && !codes}
          checked={codes}
          onChange={(event) => setCodes(event.currentTarget.checked)}
        />
        {codes && settings.mailPossible && (
          <TextInput label={t('self.settings.address')} value={settings.address} readOnly />
        )}
        <Select
          label={t('self.settings.changes')}
          allowDeselect={false}
          value={changes}
          onChange={(value) => setChanges((value ?? 'propose') as typeof changes)}
          data={(['propose', 'apply'] as const).map((value) => ({ value, label: t(`self.settings.${value}`) }))}
        />
        <FormRow title={t('self.settings.fields')}>
          {FIELDS.map((field) => (
            <Checkbox
              key={field}
              label={t(`field.${field}`)}
              checked={fields.includes(field)}
              onChange={(event) =>
                setFields(event.currentTarget.checked ? [...fields, field] : fields.filter((one) => one !== field))
              }
            />
          ))}
        </FormRow>
      </Form>
    </Card>
  );
}
