import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { api } from '../api.ts';
import { Door, DoorForm } from '../parts/door.tsx';
import { asLanguage } from '../parts/places.ts';
import { problemsOf } from '../parts/problems.ts';
import { useEntry } from '../parts/use-entry.ts';
import { PasswordField } from '../../../kit/password-field.tsx';

const names = ['name', 'password'];

export function InvitationPage(): ReactNode {
  const { t, i18n } = useTranslation('workspaces');
  const { token = '' } = useParams({ strict: false });
  const enter = useEntry();
  const { data, error } = useQuery(api.invitations.read.queryOptions({ input: { token }, retry: false }));
  const form = useForm({ initialValues: { name: '', password: '' } });
  const accept = useMutation(
    api.invitations.accept.mutationOptions({
      onSuccess: (session) => enter(session),
      onError: (failure) => form.setErrors(problemsOf(failure, names, '').fields),
    }),
  );
  if (error) return <Door title={t('invitation.gone')} about={isApiError(error) ? error.message : t('door.away')} />;
  if (!data) return <Door title={t('invitation.opening')} />;
  const language = asLanguage(i18n.language);
  const join = form.onSubmit(({ name, password }) =>
    accept.mutate({ token, password, ...(data.known ? {} : { name, language }) }),
  );
  return (
    <Door
      title={t('invitation.title', { workspace: data.workspace })}
      about={t(data.known ? 'invitation.aboutKnown' : 'invitation.about', {
        name: data.invitedBy,
        role: data.roleName,
        email: data.email,
      })}
    >
      <DoorForm
        onSubmit={join}
        submit={t('invitation.submit')}
        busy={accept.isPending}
        problem={problemsOf(accept.error, names, t('door.away')).whole}
      >
        {!data.known && <TextInput label={t('field.yourName')} autoComplete="name" {...form.getInputProps('name')} />}
        <PasswordField
          label={t('field.password')}
          {...(data.known ? {} : { description: t('door.passwordHint') })}
          autoComplete={data.known ? 'current-password' : 'new-password'}
          {...form.getInputProps('password')}
        />
      </DoorForm>
    </Door>
  );
}
