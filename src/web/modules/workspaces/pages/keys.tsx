import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type KeyView } from '../api.ts';
import { CopyText } from '../../../kit/copy-text.tsx';
import classes from '../parts/door.module.css';
import { problemsOf } from '../parts/problems.ts';
import { useRoles } from '../parts/use-team.ts';

export function KeysPage(): ReactNode {
  const { t } = useTranslation('workspaces');
  const [fresh, setFresh] = useState<string | null>(null);
  const { data } = useQuery(api.keys.list.queryOptions({ input: {} }));
  return (
    <Card heading={t('settings.keys.title')}>
      <p className={classes.about}>
        {t('keys.about')} <a href="/api/docs">{t('keys.docs')}</a>
      </p>
      <NewKey onMade={setFresh} />
      {fresh && (
        <>
          <p>{t('keys.once')}</p>
          <CopyText text={fresh} label={t('keys.key')} />
        </>
      )}
      <ul className={classes.list}>
        {data?.items.map((item) => (
          <Key key={item.id} item={item} />
        ))}
      </ul>
    </Card>
  );
}

function NewKey({ onMade }: { onMade: (key: string) => void }): ReactNode {
  const { t } = useTranslation('workspaces');
  const queries = useQueryClient();
  const { choices } = useRoles();
  const form = useForm<{ name: string; role: string }>({
    initialValues: { name: '', role: 'clerk' },
    validate: { name: (value) => (value.trim() ? null : t('door.fillIn')) },
  });
  const create = useMutation(
    api.keys.create.mutationOptions({
      onSuccess: ({ key }) => {
        onMade(key);
        form.reset();
        return queries.invalidateQueries({ queryKey: api.key() });
      },
      onError: (error) => form.setErrors(problemsOf(error, ['name', 'role'], '').fields),
    }),
  );
  return (
    <form className={classes.row} onSubmit={form.onSubmit((values) => create.mutate(values))} noValidate>
      <TextInput
        className={classes.grow}
        label={t('keys.name')}
        placeholder={t('keys.example')}
        {...form.getInputProps('name')}
      />
      <Select
        className={classes.grow}
        label={t('field.role')}
        data={choices}
        allowDeselect={false}
        {...form.getInputProps('role')}
      />
      <Button type="submit" loading={create.isPending}>
        {t('keys.create')}
      </Button>
    </form>
  );
}

function Key({ item }: { item: KeyView }): ReactNode {
  const { t } = useTranslation('workspaces');
  const f = useFormats();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const revoke = useMutation(
    api.keys.revoke.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: api.key() }) }),
  );
  const used = item.lastUsedAt ? f.date(item.lastUsedAt.slice(0, 10)) : t('keys.never');
  return (
    <li>
      <span className={classes.grow}>
        {item.name} · {item.roleName}
        <span className={classes.small}>{t('keys.facts', { hint: item.hint, by: item.createdBy, used })}</span>
        {item.endsAt && <span className={classes.small}>{t('keys.ends', { at: f.dateTime(item.endsAt) })}</span>}
      </span>
      <Button variant="default" size="sm" onClick={() => setAsking(true)}>
        {t('keys.revoke')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('keys.revokeTitle', { name: item.name })}
        confirm={t('keys.revoke')}
        grave
        onConfirm={() => revoke.mutateAsync({ id: item.id })}
      >
        {t('keys.revokeAbout')}
      </ConfirmDialog>
    </li>
  );
}
