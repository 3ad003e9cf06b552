import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Form, FormRow } from '../../../kit/form.tsx';
import { toast } from '../../../kit/toast.tsx';
import { api, type MemberView } from '../api.ts';
import { asChoices, useAfterChange, useBranches, useChangeMember, useRoles, useTeams } from './use-team.ts';

/** Role, teams, stores and access of one colleague. */
export function MemberForm({ member, onDone }: { member: MemberView; onDone: () => void }): ReactNode {
  const { t } = useTranslation('workspaces');
  const { choices } = useRoles();
  const change = useChangeMember(onDone);
  const teams = useTeams();
  const branches = useBranches().filter(({ id, closed }) => !closed || member.branchIds.includes(id));
  const { id, version, role, teamIds, branchIds } = member;
  const form = useForm({ initialValues: { role, teamIds, branchIds, lastDay: localTime(member.endsAt) } });
  return (
    <Form
      submit={t('members.save')}
      busy={change.isPending}
      onCancel={onDone}
      onSubmit={form.onSubmit(({ lastDay, ...values }) =>
        change.mutate({
          id,
          version,
          ...values,
          ...(lastDay === localTime(member.endsAt) ? {} : { endsAt: lastDay ? new Date(lastDay).toISOString() : null }),
        }),
      )}
    >
      <Select label={t('field.role')} data={choices} allowDeselect={false} {...form.getInputProps('role')} />
      <MultiSelect
        label={t('teams.title')}
        data={asChoices(teams)}
        placeholder={form.values.teamIds.length === 0 ? t('members.none') : undefined}
        {...form.getInputProps('teamIds')}
      />
      <MultiSelect
        label={t('branches.title')}
        data={asChoices(branches)}
        placeholder={form.values.branchIds.length === 0 ? t('members.none') : undefined}
        {...form.getInputProps('branchIds')}
      />
      <TextInput
        type="datetime-local"
        label={t('members.lastMoment')}
        description={t('members.lastMomentAbout')}
        {...form.getInputProps('lastDay')}
      />
      <FormRow title={t('members.access')} about={member.active ? t('members.outAbout') : t('members.inAbout')}>
        <Button
          variant="default"
          loading={change.isPending}
          onClick={() => change.mutate({ id, version, active: !member.active })}
        >
          {member.active ? t('members.letOut') : t('members.letIn')}
        </Button>
      </FormRow>
      {member.active && !member.demo && !member.self && <Devices member={member} />}
    </Form>
  );
}

function Devices({ member: { id, name } }: { member: MemberView }): ReactNode {
  const { t } = useTranslation('workspaces');
  const after = useAfterChange(() => toast(t('members.signedOut', { name })));
  const end = useMutation(api.members.endSessions.mutationOptions(after));
  return (
    <FormRow title={t('members.devices')} about={t('members.signOutAbout', { name })}>
      <Button variant="default" loading={end.isPending} onClick={() => end.mutate({ id })}>
        {t('members.signOut')}
      </Button>
    </FormRow>
  );
}

/** As the browser's field for day and time writes it. */
function localTime(instant: string | null): string {
  if (!instant) return '';
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
