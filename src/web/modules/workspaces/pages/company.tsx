import { Button, Select, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { Form, FormRow } from '../../../kit/form.tsx';
import { PasswordField } from '../../../kit/password-field.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import { api, type CompanySetting } from '../api.ts';
import { CopyText } from '../../../kit/copy-text.tsx';
import classes from '../parts/door.module.css';
import { problemsOf } from '../parts/problems.ts';
import { useRoles } from '../parts/use-team.ts';

const names = ['name', 'issuer', 'clientId', 'clientSecret', 'joinRole'];

/** Settings → Company sign-in. */
export function CompanyPage(): ReactNode {
  const { t } = useTranslation('workspaces');
  const { data } = useQuery(api.company.read.queryOptions({ input: {} }));
  if (!data) return null;
  return (
    <div className={classes.stack}>
      <Card heading={t('company.title')}>
        <p className={classes.about}>{t('company.about')}</p>
        <p>{t('company.redirect')}</p>
        <CopyText text={data.redirectUri} label={t('company.redirect')} />
        <Provider setting={data} />
      </Card>
      {data.provider?.enabled && (
        <Card heading={t('company.link')}>
          <CopyText text={data.link} label={t('company.link')} />
        </Card>
      )}
    </div>
  );
}

function Provider({ setting: { provider } }: { setting: CompanySetting }): ReactNode {
  const { t } = useTranslation('workspaces');
  const queries = useQueryClient();
  const { choices } = useRoles();
  const [asking, setAsking] = useState(false);
  const form = useForm({
    initialValues: {
      name: provider?.name ?? '',
      issuer: provider?.issuer ?? '',
      clientId: provider?.clientId ?? '',
      clientSecret: '',
      joinRole: provider?.joinRole ?? 'none',
      enabled: provider?.enabled ?? true,
    },
  });
  const again = () => queries.invalidateQueries({ queryKey: api.company.key() });
  const save = useMutation(
    api.company.save.mutationOptions({
      onSuccess: () => {
        toast(t('company.saved'));
        form.setFieldValue('clientSecret', '');
        return again();
      },
      onError: (error) => form.setErrors(problemsOf(error, names, '').fields),
    }),
  );
  const remove = useMutation(
    api.company.remove.mutationOptions({
      onSuccess: () => {
        form.setValues({ name: '', issuer: '', clientId: '', clientSecret: '', joinRole: 'none', enabled: true });
        return again();
      },
    }),
  );
  const submit = form.onSubmit(({ clientSecret, joinRole, ...rest }) =>
    save.mutate({
      ...rest,
      ...(clientSecret ? { clientSecret } : {}),
      joinRole: joinRole === 'none' ? null : joinRole,
    }),
  );
  return (
    <>
      <Form
        onSubmit={submit}
        submit={t('company.save')}
        busy={save.isPending}
        problem={problemsOf(save.error, names, t('door.away')).whole}
      >
        <FormRow>
          <TextInput label={t('company.name')} placeholder={t('company.nameExample')} {...form.getInputProps('name')} />
          <TextInput label={t('company.issuer')} placeholder="https://" {...form.getInputProps('issuer')} />
        </FormRow>
        <FormRow>
          <TextInput label={t('company.clientId')} {...form.getInputProps('clientId')} />
          <PasswordField
            label={t('company.secret')}
            autoComplete="off"
            {...(provider ? { placeholder: t('company.secretKept') } : {})}
            {...form.getInputProps('clientSecret')}
          />
        </FormRow>
        <Select
          label={t('company.join')}
          description={t('company.joinAbout')}
          data={[{ value: 'none', label: t('company.nobody') }, ...choices.filter(({ value }) => value !== 'owner')]}
          allowDeselect={false}
          {...form.getInputProps('joinRole')}
        />
        <Switch label={t('company.enabled')} {...form.getInputProps('enabled', { type: 'checkbox' })} />
      </Form>
      {provider && (
        <Button variant="subtle" color="red" onClick={() => setAsking(true)}>
          {t('company.remove')}
        </Button>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('company.removeTitle')}
        confirm={t('company.remove')}
        grave
        onConfirm={() => remove.mutateAsync({})}
      >
        {t('company.removeAbout')}
      </ConfirmDialog>
    </>
  );
}
