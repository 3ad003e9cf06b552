import { Button, TextInput } from '@mantine/core';
import {
  browserSupportsWebAuthn,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
} from '@simplewebauthn/browser';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type PasskeyView } from '../api.ts';
import classes from './door.module.css';
import { machineOf } from './machine.ts';
import { asCredential, giveUp, passkeysWork } from './passkey-browser.ts';
import { WithPassword } from './two-steps.tsx';

/** Fingerprint, face or PIN of a device instead of the password. */
export function Passkeys(): ReactNode {
  const { t } = useTranslation('workspaces');
  const { data } = useQuery(api.passkeys.list.queryOptions({ input: {} }));
  return (
    <Card heading={t('passkeys.title')}>
      <p className={classes.about}>{t('passkeys.about')}</p>
      {data && data.items.length > 0 && (
        <ul className={classes.list}>
          {data.items.map((passkey) => (
            <Passkey key={passkey.id} passkey={passkey} />
          ))}
        </ul>
      )}
      {passkeysWork() ? (
        <Add />
      ) : (
        <p className={classes.small}>{t(browserSupportsWebAuthn() ? 'passkeys.needsName' : 'passkeys.notHere')}</p>
      )}
    </Card>
  );
}

function Add(): ReactNode {
  const { t } = useTranslation('workspaces');
  const queries = useQueryClient();
  const add = useMutation({
    mutationFn: async (password: string) => {
      const optionsJSON = await api.passkeys.begin.call({ password });
      const made = await startRegistration({
        optionsJSON: optionsJSON as unknown as PublicKeyCredentialCreationOptionsJSON,
      });
      const name = machineOf(navigator.userAgent) ?? t('account.unknownMachine');
      return api.passkeys.add.call({ name, credential: asCredential(made) });
    },
    onSuccess: () => {
      toast(t('passkeys.added'));
      return queries.invalidateQueries({ queryKey: api.passkeys.key() });
    },
  });
  return (
    <WithPassword
      submit={t('passkeys.add')}
      busy={add.isPending}
      error={giveUp(add.error)}
      onSubmit={(password) => add.mutate(password)}
    />
  );
}

function Passkey({ passkey }: { passkey: PasskeyView }): ReactNode {
  const { t } = useTranslation('workspaces');
  const f = useFormats();
  const queries = useQueryClient();
  const [name, setName] = useState<string | null>(null);
  const again = {
    onSuccess: () => {
      setName(null);
      return queries.invalidateQueries({ queryKey: api.passkeys.key() });
    },
  };
  const rename = useMutation(api.passkeys.rename.mutationOptions(again));
  const remove = useMutation(api.passkeys.remove.mutationOptions(again));
  const used = passkey.lastUsedAt ? f.date(f.dayOf(passkey.lastUsedAt)) : t('keys.never');
  if (name !== null)
    return (
      <li>
        <TextInput
          className={classes.grow}
          label={t('passkeys.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          loading={rename.isPending}
          disabled={name.trim() === ''}
          onClick={() => rename.mutate({ id: passkey.id, name })}
        >
          {t('save')}
        </Button>
      </li>
    );
  return (
    <li>
      <span className={classes.grow}>
        {passkey.name}
        <span className={classes.small}>{t('passkeys.facts', { made: f.date(f.dayOf(passkey.createdAt)), used })}</span>
      </span>
      <Button variant="default" size="sm" onClick={() => setName(passkey.name)}>
        {t('passkeys.rename')}
      </Button>
      <Button variant="default" size="sm" loading={remove.isPending} onClick={() => remove.mutate({ id: passkey.id })}>
        {t('passkeys.remove')}
      </Button>
    </li>
  );
}
