import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { roles, type Role } from '../../../../modules/workspaces/rules/roles.ts';
import { useMay } from '../../../api/session.ts';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type MemberView } from '../api.ts';
import classes from '../parts/door.module.css';
import { CopyText } from '../parts/copy-text.tsx';
import { problemsOf } from '../parts/problems.ts';

export function MembersPage(): ReactNode {
  const { t } = useTranslation('workspaces');
  const manages = useMay('members.manage');
  const { data } = useQuery(api.members.list.queryOptions({ input: {} }));
  return (
    <div className={classes.stack}>
      <Card heading={t('settings.members.title')}>
        <ul className={classes.list}>
          {data?.items.map((member) => (
            <Member key={member.id} member={member} manages={manages} />
          ))}
        </ul>
      </Card>
      {manages && <Invitations />}
    </div>
  );
}

function useRoleChoices() {
  const { t } = useTranslation('workspaces');
  return roles.map((value) => ({ value, label: `${t(`roles.${value}`)} · ${t(`roleAbout.${value}`)}` }));
}

function Member({ member, manages }: { member: MemberView; manages: boolean }): ReactNode {
  const { t } = useTranslation('workspaces');
  const choices = useRoleChoices();
  const queries = useQueryClient();
  const change = useMutation(
    api.members.change.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.key() }),
      onError: (error) => toastProblem(problemsOf(error, [], t('door.away')).whole ?? ''),
    }),
  );
  const { id, version } = member;
  return (
    <li>
      <span className={classes.grow}>
        {member.name} {member.self && <Tag>{t('members.you')}</Tag>} {!member.active && <Tag>{t('members.out')}</Tag>}
        <span className={classes.small}>{member.email ?? member.roleName}</span>
      </span>
      {manages && (
        <>
          <Select
            className={classes.role}
            aria-label={t('members.roleOf', { name: member.name })}
            data={choices}
            value={member.role}
            allowDeselect={false}
            onChange={(role) => role && change.mutate({ id, version, role: role as Role })}
          />
          <Button
            variant="default"
            size="sm"
            loading={change.isPending}
            onClick={() => change.mutate({ id, version, active: !member.active })}
          >
            {member.active ? t('members.letOut') : t('members.letIn')}
          </Button>
        </>
      )}
    </li>
  );
}

function Invitations(): ReactNode {
  const { t } = useTranslation('workspaces');
  const f = useFormats();
  const choices = useRoleChoices();
  const queries = useQueryClient();
  const [made, setMade] = useState<{ link: string; mailed: boolean } | null>(null);
  const { data } = useQuery(api.invitations.list.queryOptions({ input: {} }));
  const form = useForm<{ email: string; role: Role }>({ initialValues: { email: '', role: 'sales' } });
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
                {t('invite.waits', { role: item.roleName, day: f.date(item.expiresAt.slice(0, 10)) })}
              </span>
            </span>
            <Button variant="default" size="sm" onClick={() => withdraw.mutate({ id: item.id })}>
              {t('invite.withdraw')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
