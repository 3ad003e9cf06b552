import { Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useStartOver } from '../../../api/session.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Form, FormRow } from '../../../kit/form.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import { languages, nameOf } from '../../../shell/language.ts';
import type { WorkspaceView } from '../../../../modules/workspaces/contract.ts';
import { api } from '../api.ts';
import classes from '../parts/door.module.css';
import { currencyChoices, zones } from '../parts/places.ts';
import { problemsOf } from '../parts/problems.ts';

export function BusinessPage(): ReactNode {
  const { t } = useTranslation('workspaces');
  const { data, error, refetch } = useQuery(api.workspace.read.queryOptions({ input: {} }));
  return (
    <Card heading={t('settings.business.title')}>
      {data?.openWithoutTls && <p className={classes.problem}>{t('business.openWithoutTls')}</p>}
      {data ? (
        <Fields key={data.version} workspace={data} refresh={refetch} />
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

const names = ['name', 'zone', 'baseCurrency', 'language'];

function Fields({ workspace, refresh }: { workspace: WorkspaceView; refresh: () => Promise<unknown> }): ReactNode {
  const { t, i18n } = useTranslation('workspaces');
  const mayEdit = useMay('settings.edit');
  const startOver = useStartOver();
  const { id, version, ...values } = workspace;
  const form = useForm({ initialValues: values });
  const change = useMutation(
    api.workspace.change.mutationOptions({
      onSuccess: async () => {
        toast(t('saved'));
        await refresh();
        await startOver(id);
      },
      onError: (error) => form.setErrors(problemsOf(error, names, '').fields),
    }),
  );
  const disabled = !mayEdit;
  return (
    <Form
      onSubmit={form.onSubmit((given) => change.mutate({ ...given, version }))}
      submit={t('save')}
      busy={change.isPending}
      problem={problemsOf(change.error, names, t('door.away')).whole}
    >
      <FormRow>
        <TextInput label={t('field.workspace')} disabled={disabled} {...form.getInputProps('name')} />
        <Select
          label={t('field.language')}
          description={t('business.languageAbout')}
          data={languages.map((value) => ({ value, label: nameOf(value) }))}
          allowDeselect={false}
          disabled={disabled}
          {...form.getInputProps('language')}
        />
      </FormRow>
      <FormRow>
        <Select
          label={t('field.zone')}
          description={t('business.zoneAbout')}
          data={zones()}
          searchable
          allowDeselect={false}
          disabled={disabled}
          {...form.getInputProps('zone')}
        />
        <Select
          label={t('field.currency')}
          description={t('business.currencyAbout')}
          data={currencyChoices(i18n.language)}
          searchable
          allowDeselect={false}
          disabled={disabled}
          {...form.getInputProps('baseCurrency')}
        />
      </FormRow>
    </Form>
  );
}
