import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { toast } from '../../../kit/toast.tsx';
import { api, type Division } from '../api.ts';
import classes from './classes.module.css';

/** An own scheme can be renamed, with its classes, and given up. */
export function OwnScheme({ division, onGone }: { division: Division; onGone: () => void }): ReactNode {
  const { t } = useTranslation('segments');
  const mayEdit = useMay('classes.edit');
  const queries = useQueryClient();
  const [naming, names] = useDisclosure();
  const [leaving, leave] = useDisclosure();
  const remove = useMutation(
    api.remove.mutationOptions({
      onSuccess: () => {
        toast(t('own.removed'));
        onGone();
        void queries.invalidateQueries({ queryKey: api.key() });
      },
    }),
  );
  if (!mayEdit || !division.own) return null;
  return (
    <p className={classes.ownActions}>
      <Button variant="subtle" size="compact-sm" onClick={names.open}>
        {t('own.rename')}
      </Button>
      <Button variant="subtle" color="seal" size="compact-sm" onClick={leave.open}>
        {t('own.remove')}
      </Button>
      <SideDrawer opened={naming} onClose={names.close} title={t('own.rename')}>
        {naming && <NamesForm division={division} onDone={names.close} />}
      </SideDrawer>
      <ConfirmDialog
        opened={leaving}
        onClose={leave.close}
        title={t('own.removeTitle', { name: division.name })}
        confirm={t('own.remove')}
        grave
        onConfirm={() => remove.mutateAsync({ scheme: division.scheme })}
      >
        {t('own.removeAbout')}
      </ConfirmDialog>
    </p>
  );
}

function NamesForm({ division, onDone }: { division: Division; onDone: () => void }): ReactNode {
  const { t } = useTranslation('segments');
  const queries = useQueryClient();
  const { scheme, name, cells, own } = division;
  const form = useForm({
    initialValues: { name, names: Object.fromEntries(cells.map(({ key }) => [key, own?.names[key] ?? ''])) },
  });
  const rename = useMutation(
    api.rename.mutationOptions({
      onSuccess: () => {
        toast(t('playbook.saved'));
        onDone();
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const submit = form.onSubmit((values) =>
    rename.mutate({
      scheme,
      version: own?.version ?? 0,
      name: values.name,
      names: Object.fromEntries(Object.entries(values.names).map(([key, one]) => [key, one.trim() || null])),
    }),
  );
  const problem = isApiError(rename.error) ? rename.error.message : undefined;
  return (
    <Form submit={t('playbook.save')} busy={rename.isPending} onSubmit={submit} onCancel={onDone} problem={problem}>
      <TextInput label={t('own.name')} required maxLength={60} {...form.getInputProps('name')} />
      {cells.map(({ key, name: shown, about }) => (
        <TextInput
          key={key}
          label={about || shown}
          placeholder={shown}
          maxLength={60}
          {...form.getInputProps(`names.${key}`)}
        />
      ))}
    </Form>
  );
}
