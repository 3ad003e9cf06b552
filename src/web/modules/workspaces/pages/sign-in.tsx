import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { startAuthentication, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { api } from '../api.ts';
import { CompanyButton } from '../parts/company-button.tsx';
import { Door, DoorForm } from '../parts/door.tsx';
import classes from '../parts/door.module.css';
import { asCredential, giveUp, passkeysWork } from '../parts/passkey-browser.ts';
import { problemsOf } from '../parts/problems.ts';
import { useEntry } from '../parts/use-entry.ts';
import { PasswordField } from '../../../kit/password-field.tsx';

export function SignInPage(): ReactNode {
  const { t } = useTranslation('workspaces');
  const { next, company } = useSearch({ strict: false });
  const enter = useEntry();
  const [second, setSecond] = useState(false);
  const form = useForm({ initialValues: { email: '', password: '', code: '' } });
  const signIn = useMutation(
    api.signIn.mutationOptions({
      onSuccess: (session) => enter(session, next),
      onError: (error) => {
        if (isApiError(error) && error.code === 'CODE_NEEDED') setSecond(true);
      },
    }),
  );
  const asksCode = isApiError(signIn.error) && signIn.error.code === 'CODE_NEEDED';
  const { whole, fields } = problemsOf(asksCode ? null : signIn.error, ['code'], t('door.away'));
  const submit = form.onSubmit(({ email, password, code }) => {
    signIn.mutate({ email, password, ...(second ? { code } : {}) });
  });
  return (
    <Door
      title={second ? t('signIn.secondStep') : t('signIn.title')}
      about={second ? t('signIn.secondAbout') : undefined}
    >
      <DoorForm onSubmit={submit} submit={t('signIn.submit')} busy={signIn.isPending} problem={whole}>
        {second ? (
          <TextInput
            label={t('field.code')}
            autoComplete="one-time-code"
            inputMode="text"
            autoFocus
            {...form.getInputProps('code')}
            error={(fields as { code?: string }).code}
          />
        ) : (
          <>
            <TextInput label={t('field.email')} type="email" autoComplete="username" {...form.getInputProps('email')} />
            <PasswordField
              label={t('field.password')}
              autoComplete="current-password"
              {...form.getInputProps('password')}
            />
          </>
        )}
      </DoorForm>
      {!second && <CompanyButton {...(company ? { workspace: company } : {})} {...(next ? { next } : {})} />}
      {!second && <PasskeyButton onIn={(session) => enter(session, next)} />}
      {!second && (
        <p className={classes.foot}>
          <Link to="/password-reset">{t('signIn.forgotten')}</Link>
        </p>
      )}
    </Door>
  );
}

function PasskeyButton({ onIn }: { onIn: (session: { workspace?: { id: string } | undefined }) => Promise<void> }) {
  const { t } = useTranslation('workspaces');
  const signIn = useMutation({
    mutationFn: async () => {
      const optionsJSON = await api.passkeys.ask.call({});
      const shown = await startAuthentication({
        optionsJSON: optionsJSON as unknown as PublicKeyCredentialRequestOptionsJSON,
      });
      return api.passkeys.signIn.call({ credential: asCredential(shown) });
    },
    onSuccess: onIn,
  });
  if (!passkeysWork()) return null;
  const problem = problemsOf(giveUp(signIn.error), [], t('passkeys.failed')).whole;
  return (
    <div className={classes.other}>
      <Button
        variant="default"
        size="md"
        fullWidth
        leftSection={<IconFingerprint size={20} stroke={1.6} />}
        loading={signIn.isPending}
        onClick={() => signIn.mutate()}
      >
        {t('passkeys.signIn')}
      </Button>
      {problem !== undefined && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
