import { Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, useStartOver } from '../../../api/session.ts';
import { PasswordField } from '../../../kit/password-field.tsx';
import { Form, FormRow } from '../../../kit/form.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import { speak } from '../../../shell/i18n.ts';
import { languages, nameOf } from '../../../shell/language.ts';
import { api } from '../api.ts';
import classes from '../parts/door.module.css';
import { Passkeys } from '../parts/passkeys.tsx';
import { asLanguage } from '../parts/places.ts';
import { problemsOf } from '../parts/problems.ts';
import { Sessions } from '../parts/sessions.tsx';
import { MySignIns } from '../parts/sign-ins.tsx';
import { TwoSteps } from '../parts/two-steps.tsx';

export function AccountPage(): ReactNode {
  return (
    <div className={classes.stack}>
      <Myself />
      <Password />
      <TwoSteps />
      <Passkeys />
      <Sessions />
      <MySignIns />
    </div>
  );
}

function Myself(): ReactNode {
  const { t, i18n } = useTranslation('workspaces');
  const { user, workspace } = useSession();
  const startOver = useStartOver();
  const form = useForm({ initialValues: { name: user?.name ?? '', language: asLanguage(i18n.language) } });
  const change = useMutation(
    api.me.change.mutationOptions({
      onSuccess: async () => {
        await speak(form.values.language);
        toast(t('saved'));
        await startOver(workspace?.id ?? null);
      },
    }),
  );
  return (
    <Card heading={t('settings.account.title')} note={user?.email}>
      <Form
        onSubmit={form.onSubmit((values) => change.mutate(values))}
        submit={t('save')}
        busy={change.isPending}
        problem={problemsOf(change.error, [], t('door.away')).whole}
      >
        <FormRow>
          <TextInput label={t('field.yourName')} autoComplete="name" {...form.getInputProps('name')} />
          <Select
            label={t('field.language')}
            data={languages.map((value) => ({ value, label: nameOf(value) }))}
            allowDeselect={false}
            {...form.getInputProps('language')}
          />
        </FormRow>
      </Form>
    </Card>
  );
}

const names = ['oldPassword', 'newPassword', 'password'];

function Password(): ReactNode {
  const { t } = useTranslation('workspaces');
  const form = useForm({
    initialValues: { oldPassword: '', newPassword: '' },
    validate: { newPassword: (value) => (value.length >= 10 ? null : t('door.passwordShort')) },
  });
  const change = useMutation(
    api.me.change.mutationOptions({
      onSuccess: () => {
        toast(t('account.passwordChanged'));
        form.reset();
      },
      onError: (error) => {
        const { password, ...fields } = problemsOf(error, names, '').fields as Record<string, string>;
        form.setErrors(password ? { ...fields, newPassword: password } : fields);
      },
    }),
  );
  return (
    <Card heading={t('account.password')}>
      <Form
        onSubmit={form.onSubmit((values) => change.mutate(values))}
        submit={t('account.changePassword')}
        busy={change.isPending}
        problem={problemsOf(change.error, names, t('door.away')).whole}
      >
        <FormRow>
          <PasswordField
            label={t('field.oldPassword')}
            autoComplete="current-password"
            {...form.getInputProps('oldPassword')}
          />
          <PasswordField
            label={t('field.newPassword')}
            description={t('door.passwordHint')}
            autoComplete="new-password"
            {...form.getInputProps('newPassword')}
          />
        </FormRow>
      </Form>
    </Card>
  );
}
