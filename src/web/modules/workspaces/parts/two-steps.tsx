import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { renderSVG } from 'uqr';
import { PasswordField } from '../../../kit/password-field.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { api } from '../api.ts';
import classes from './door.module.css';
import { problemsOf } from './problems.ts';

/** Password first, then the QR code, then the first code; the recovery codes are shown once. */
export function TwoSteps(): ReactNode {
  const { t } = useTranslation('workspaces');
  const { data } = useQuery(api.me.twoSteps.queryOptions({ input: {} }));
  const [codes, setCodes] = useState<{ codes: string[]; about: string } | null>(null);
  return (
    <Card heading={t('twoSteps.title')} end={data?.enabled ? <Tag>{t('twoSteps.on')}</Tag> : undefined}>
      <p className={classes.about}>{t('twoSteps.about')}</p>
      {codes ? (
        <RecoveryCodes {...codes} />
      ) : data?.enabled ? (
        <Enabled
          left={data.recoveryCodesLeft}
          onRenewed={(renewed) => setCodes({ codes: renewed, about: t('twoSteps.renewed') })}
        />
      ) : (
        <SetUpTwoSteps onDone={(first) => setCodes({ codes: first, about: t('twoSteps.keep') })} />
      )}
    </Card>
  );
}

export function SetUpTwoSteps({ onDone }: { onDone: (codes: string[]) => void }): ReactNode {
  const [begun, setBegun] = useState<{ secret: string; uri: string } | null>(null);
  return begun ? <Confirm begun={begun} onDone={onDone} /> : <Begin onBegun={setBegun} />;
}

function Begin({ onBegun }: { onBegun: (begun: { secret: string; uri: string }) => void }): ReactNode {
  const { t } = useTranslation('workspaces');
  const begin = useMutation(api.me.beginTwoSteps.mutationOptions({ onSuccess: onBegun }));
  return (
    <WithPassword
      submit={t('twoSteps.begin')}
      busy={begin.isPending}
      error={begin.error}
      onSubmit={(password) => begin.mutate({ password })}
    />
  );
}

function Confirm({
  begun,
  onDone,
}: {
  begun: { secret: string; uri: string };
  onDone: (codes: string[]) => void;
}): ReactNode {
  const { t } = useTranslation('workspaces');
  const queries = useQueryClient();
  const [code, setCode] = useState('');
  const confirm = useMutation(
    api.me.confirmTwoSteps.mutationOptions({
      onSuccess: ({ recoveryCodes }) => {
        onDone(recoveryCodes);
        return queries.invalidateQueries({ queryKey: api.me.key() });
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate({ code });
  };
  const picture = `data:image/svg+xml,${encodeURIComponent(renderSVG(begun.uri, { border: 0 }))}`;
  return (
    <form className={classes.fields} onSubmit={submit}>
      <p>{t('twoSteps.scan')}</p>
      <img className={classes.qr} src={picture} alt={t('twoSteps.qr')} />
      <code className={classes.code}>{begun.secret}</code>
      <div className={classes.row}>
        <TextInput
          label={t('field.code')}
          autoComplete="one-time-code"
          inputMode="numeric"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={problemsOf(confirm.error, [], t('door.away')).whole}
        />
        <Button type="submit" loading={confirm.isPending}>
          {t('twoSteps.confirm')}
        </Button>
      </div>
    </form>
  );
}

export function RecoveryCodes({ codes, about }: { codes: string[]; about: string }): ReactNode {
  return (
    <>
      <p role="status">{about}</p>
      <ul className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </>
  );
}

function Enabled({ left, onRenewed }: { left: number; onRenewed: (codes: string[]) => void }): ReactNode {
  const { t } = useTranslation('workspaces');
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: api.me.key() });
  const end = useMutation(api.me.endTwoSteps.mutationOptions({ onSuccess: again }));
  const renew = useMutation(
    api.me.renewRecoveryCodes.mutationOptions({
      onSuccess: ({ recoveryCodes }) => {
        onRenewed(recoveryCodes);
        return again();
      },
    }),
  );
  return (
    <>
      <p>{t('twoSteps.left', { count: left })}</p>
      <WithPassword
        submit={t('twoSteps.end')}
        busy={end.isPending}
        error={end.error ?? renew.error}
        onSubmit={(password) => end.mutate({ password })}
        other={{
          submit: t('twoSteps.renew'),
          busy: renew.isPending,
          onSubmit: (password) => renew.mutate({ password }),
        }}
      />
    </>
  );
}

interface WithPasswordProps {
  submit: string;
  busy: boolean;
  error: unknown;
  onSubmit: (password: string) => void;
  /** A second thing that the password allows. */
  other?: { submit: string; busy: boolean; onSubmit: (password: string) => void };
}

export function WithPassword({ submit, busy, error, onSubmit, other }: WithPasswordProps): ReactNode {
  const { t } = useTranslation('workspaces');
  const [password, setPassword] = useState('');
  const { whole, fields } = problemsOf(error, ['password'], t('door.away'));
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(password);
  };
  return (
    <form className={classes.row} onSubmit={send}>
      <PasswordField
        className={classes.grow}
        label={t('field.password')}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={(fields as Record<string, string>)['password'] ?? whole}
      />
      {other && (
        <Button variant="default" loading={other.busy} onClick={() => other.onSubmit(password)}>
          {other.submit}
        </Button>
      )}
      <Button type="submit" variant="default" loading={busy}>
        {submit}
      </Button>
    </form>
  );
}
