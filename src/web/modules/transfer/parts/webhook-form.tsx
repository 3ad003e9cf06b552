import { Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError, kindOf } from '../../../api/errors.ts';
import { Form } from '../../../kit/form.tsx';
import { api, type NewsKind, type WebhookView } from '../api.ts';

interface WebhookFormProps {
  events: readonly NewsKind[];
  known?: WebhookView;
  /** With the secret of a new one, null after a change. */
  onMade: (secret: string | null) => void;
}

/** Where to, and what. */
export function WebhookForm({ events, known, onMade }: WebhookFormProps): ReactNode {
  const { t } = useTranslation('transfer');
  const queries = useQueryClient();
  const [url, setUrl] = useState(known?.url ?? '');
  const [chosen, setChosen] = useState<string[]>(known?.events ?? events.map(({ event }) => event));
  const done = async (secret: string | null) => {
    await queries.invalidateQueries({ queryKey: api.key() });
    onMade(secret);
  };
  const create = useMutation(api.webhooks.create.mutationOptions({ onSuccess: ({ secret }) => done(secret) }));
  const change = useMutation(api.webhooks.change.mutationOptions({ onSuccess: () => done(null) }));
  const error = create.error ?? change.error;
  const problems = fieldErrors(error);
  const [asked, setAsked] = useState(false);
  const missing = { url: asked && !url.trim(), events: asked && chosen.length === 0 };
  const submit = () => {
    setAsked(true);
    if (!url.trim() || chosen.length === 0) return;
    if (known) change.mutate({ id: known.id, url, events: chosen, version: known.version });
    else create.mutate({ url, events: chosen });
  };
  return (
    <Form
      submit={t(known ? 'webhooks.save' : 'webhooks.create')}
      busy={create.isPending || change.isPending}
      problem={wholeProblem(error, problems)}
      onSubmit={(event) => {
        event?.preventDefault();
        submit();
      }}
    >
      <TextInput
        label={t('webhooks.url')}
        placeholder="https://"
        inputMode="url"
        autoComplete="off"
        value={url}
        error={missing.url ? t('webhooks.urlMissing') : problems['url']}
        onChange={({ currentTarget: { value } }) => setUrl(value)}
        data-autofocus
      />
      <Checkbox.Group
        label={t('webhooks.events')}
        value={chosen}
        onChange={setChosen}
        error={missing.events ? t('webhooks.eventsMissing') : problems['events']}
      >
        {events.map(({ event, name }) => (
          <Checkbox key={event} value={event} label={name} mt="sm" />
        ))}
      </Checkbox.Group>
    </Form>
  );

  function wholeProblem(failed: unknown, fields: Readonly<Record<string, string>>): string | undefined {
    if (!failed || Object.keys(fields).length > 0) return undefined;
    if (kindOf(failed) === 'stale') return t('webhooks.stale');
    return isApiError(failed) ? failed.message : t('webhooks.failed');
  }
}
