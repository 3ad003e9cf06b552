import { Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api.ts';
import { Door, DoorForm } from '../parts/door.tsx';
import classes from '../parts/door.module.css';
import { asLanguage, currencyChoices, currencyHere, zoneHere, zones } from '../parts/places.ts';
import { problemsOf } from '../parts/problems.ts';
import { useEntry } from '../parts/use-entry.ts';
import { PasswordField } from '../../../kit/password-field.tsx';

const names = ['workspace', 'zone', 'currency', 'name', 'email', 'password'];

/** The first page of an installation, opened by the link that the first start printed. */
export function SetupPage(): ReactNode {
  const { t, i18n } = useTranslation('workspaces');
  const { token } = useSearch({ strict: false });
  const enter = useEntry();
  const zone = zoneHere();
  const form = useForm({
    initialValues: {
      workspace: '',
      zone,
      currency: currencyHere(zone, i18n.language),
      name: '',
      email: '',
      password: '',
    },
    validate: {
      workspace: (value) => (value.trim() ? null : t('door.fillIn')),
      name: (value) => (value.trim() ? null : t('door.fillIn')),
      email: (value) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : t('door.emailWrong')),
      password: (value) => (value.length >= 10 ? null : t('door.passwordShort')),
    },
  });
  const setUp = useMutation(
    api.setUp.mutationOptions({
      onSuccess: (session) => enter(session),
      onError: (error) => form.setErrors(problemsOf(error, names, '').fields),
    }),
  );
  if (!token) return <Door title={t('setup.title')} about={t('setup.needsLink')} />;
  const save = form.onSubmit((values) => setUp.mutate({ ...values, token, language: asLanguage(i18n.language) }));
  return (
    <Door title={t('setup.title')} about={t('setup.about')}>
      <DoorForm
        onSubmit={save}
        submit={t('setup.submit')}
        busy={setUp.isPending}
        problem={problemsOf(setUp.error, names, t('door.away')).whole}
      >
        <TextInput
          label={t('field.workspace')}
          placeholder={t('setup.workspaceExample')}
          autoComplete="organization"
          {...form.getInputProps('workspace')}
        />
        <div className={classes.pair}>
          <Select
            label={t('field.zone')}
            data={zones()}
            searchable
            allowDeselect={false}
            {...form.getInputProps('zone')}
          />
          <Select
            label={t('field.currency')}
            data={currencyChoices(i18n.language)}
            searchable
            allowDeselect={false}
            {...form.getInputProps('currency')}
          />
        </div>
        <TextInput label={t('field.yourName')} autoComplete="name" {...form.getInputProps('name')} />
        <TextInput label={t('field.email')} type="email" autoComplete="username" {...form.getInputProps('email')} />
        <PasswordField
          label={t('field.password')}
          description={t('door.passwordHint')}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
      </DoorForm>
    </Door>
  );
}
