import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api.ts';
import { Door, DoorForm } from '../parts/door.tsx';
import classes from '../parts/door.module.css';
import { problemsOf } from '../parts/problems.ts';
import { PasswordField } from '../../../kit/password-field.tsx';

export function AskForResetPage(): ReactNode {
  const { t } = useTranslation('workspaces');
  const form = useForm({ initialValues: { email: '' } });
  const ask = useMutation(api.passwordReset.ask.mutationOptions());
  if (ask.isSuccess) {
    return (
      <Door title={t('reset.sentTitle')} about={t('reset.sent')}>
        <BackToSignIn />
      </Door>
    );
  }
  return (
    <Door title={t('reset.title')} about={t('reset.about')}>
      <DoorForm
        onSubmit={form.onSubmit((values) => ask.mutate(values))}
        submit={t('reset.submit')}
        busy={ask.isPending}
        problem={problemsOf(ask.error, [], t('door.away')).whole}
      >
        <TextInput label={t('field.email')} type="email" autoComplete="username" {...form.getInputProps('email')} />
      </DoorForm>
      <BackToSignIn />
    </Door>
  );
}

export function ChoosePasswordPage(): ReactNode {
  const { t } = useTranslation('workspaces');
  const { token = '' } = useParams({ strict: false });
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (value) => (value.length >= 10 ? null : t('door.passwordShort')) },
  });
  const choose = useMutation(
    api.passwordReset.choose.mutationOptions({
      onError: (error) => form.setErrors(problemsOf(error, ['password'], '').fields),
    }),
  );
  if (choose.isSuccess) {
    return (
      <Door title={t('reset.doneTitle')} about={t('reset.done')}>
        <BackToSignIn />
      </Door>
    );
  }
  return (
    <Door title={t('reset.chooseTitle')} about={t('reset.chooseAbout')}>
      <DoorForm
        onSubmit={form.onSubmit(({ password }) => choose.mutate({ token, password }))}
        submit={t('reset.chooseSubmit')}
        busy={choose.isPending}
        problem={problemsOf(choose.error, ['password'], t('door.away')).whole}
      >
        <PasswordField
          label={t('field.newPassword')}
          description={t('door.passwordHint')}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
      </DoorForm>
    </Door>
  );
}

function BackToSignIn(): ReactNode {
  const { t } = useTranslation('workspaces');
  return (
    <p className={classes.foot}>
      <Link to="/sign-in">{t('reset.toSignIn')}</Link>
    </p>
  );
}
