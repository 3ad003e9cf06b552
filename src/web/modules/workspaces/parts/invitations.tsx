import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../kit/surface.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import { CopyText } from '../../../kit/copy-text.tsx';
import classes from './door.module.css';
import { problemsOf } from './problems.ts';
import { asChoices, useBranches, useRoles, useTeams } from './use-team.ts';

interface Draft {
  email: string;
  role: string;
  teamIds: string[];
  branchIds: string[];
}

export function Invitations(): ReactNode {
  const { t } = useTranslation('workspaces');
  const f = useFormats();
  const { choices } = useRoles();
  const [teams, branches] = [useTeams(), useBranches().filter(({ closed }) => !closed)];
  const queries = useQueryClient();
  const [made, setMade] = useState<{ link: string; mailed: boolean } | null>(null);
  const { data } = useQuery(api.invitations.list.queryOptions({ input: {} }));
  const form = useForm<Draft>({ initialValues: { email: '', role: 'sales', teamIds: [], branchIds: [] } });
  const again = () => queries.invalidateQueries({ queryKey: api.key() });
  const invite = useMutation(
    api.invitations.create.mutationOptions({
      onSuccess: (answer) => {
        setMade(answer);
        form.reset();
        return again();
      },
      onError: (error) => form.setErrors(problemsOf(error, ['email', 'role'], '').fields),
    }),
  );
  const resend = useMutation(
    api.invitations.resend.mutationOptions({
      onSuccess: (answer) => {
        setMade(answer);
        toast(t('invite.resent'));
        return again();
      },
      onError: (error) => toastProblem(problemsOf(error, [], t('door.away')).whole ?? ''),
    }),
  );
  const withdraw = useMutation(api.invitations.withdraw.mutationOptions({ onSuccess: again }));
  return (
    <Card heading={t('invite.title')}>
      <form className={classes.row} onSubmit={form.onSubmit((values) => invite.mutate(values))} noValidate>
        <TextInput className={classes.grow} label={t('field.email')} type="email" {...form.getInputProps('email')} />
        <Select
          className={classes.grow}
          label={t('field.role')}
          data={choices}
          allowDeselect={false}
          {...form.getInputProps('role')}
        />
        {teams.length > 0 && (
          <MultiSelect
            className={classes.grow}
            label={t('teams.title')}
            data={asChoices(teams)}
            {...form.getInputProps('teamIds')}
          />
        )}
        {branches.length > 0 && (
          <MultiSelect
            className={classes.grow}
            label={t('branches.title')}
            data={asChoices(branches)}
            {...form.getInputProps('branchIds')}
          />
        )}
        <Button type="submit" loading={invite.isPending}>
          {t('invite.submit')}
        </Button>
      </form>
      {made && (
        <>
          <p>{made.mailed ? t('invite.mailed') : t('invite.notMailed')}</p>
          <CopyText text={made.link} label={t('invite.link')} />
        </>
      )}
      <ul className={classes.list}>
        {data?.items.map((item) => (
          <li key={item.id}>
            <span className={classes.grow}>
              {item.email}
              <span className={classes.small}>
                {t(item.expired ? 'invite.expired' : 'invite.waits', {
                  role: item.roleName,
                  day: f.date(f.dayOf(item.expiresAt)),
                })}
              </span>
            </span>
            <Button variant="default" size="sm" onClick={() => resend.mutate({ id: item.id })}>
              {t('invite.resend')}
            </Button>
            <Button variant="default" size="sm" onClick={() => withdraw.mutate({ id: item.id })}>
              {t('invite.withdraw')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
