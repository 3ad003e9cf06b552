import { Button, MultiSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { api, type BranchView, type MemberView, type TeamView } from '../api.ts';
import classes from './door.module.css';
import { asChoices, useAfterChange, useBranches, useTeams } from './use-team.ts';

interface Values {
  name: string;
  memberIds: string[];
}

export function TeamsCard({ members }: { members: readonly MemberView[] }): ReactNode {
  const { t } = useTranslation('workspaces');
  const [chosen, setChosen] = useState<TeamView | 'new' | null>(null);
  const [asking, setAsking] = useState(false);
  const close = () => setChosen(null);
  const after = useAfterChange(close);
  const make = useMutation(api.teams.create.mutationOptions(after));
  const change = useMutation(api.teams.change.mutationOptions(after));
  const remove = useMutation(api.teams.remove.mutationOptions(after));
  const old = chosen === 'new' ? null : chosen;
  return (
    <Groups
      kind="teams"
      groups={useTeams()}
      members={members}
      chosen={chosen}
      onChoose={setChosen}
      busy={make.isPending || change.isPending}
      onSave={(values) => (old ? change.mutate({ id: old.id, ...values }) : make.mutate(values))}
      more={
        old && (
          <Button variant="default" onClick={() => setAsking(true)}>
            {t('teams.remove')}
          </Button>
        )
      }
    >
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('teams.removeTitle', { name: old?.name ?? '' })}
        confirm={t('teams.remove')}
        grave
        onConfirm={() => (old ? remove.mutateAsync({ id: old.id }) : Promise.resolve())}
      >
        {t('teams.removeAbout')}
      </ConfirmDialog>
    </Groups>
  );
}

export function BranchesCard({ members }: { members: readonly MemberView[] }): ReactNode {
  const { t } = useTranslation('workspaces');
  const [chosen, setChosen] = useState<BranchView | 'new' | null>(null);
  const after = useAfterChange(() => setChosen(null));
  const make = useMutation(api.branches.create.mutationOptions(after));
  const change = useMutation(api.branches.change.mutationOptions(after));
  const old = chosen === 'new' ? null : chosen;
  return (
    <Groups
      kind="branches"
      groups={useBranches()}
      members={members}
      chosen={chosen}
      onChoose={setChosen}
      busy={make.isPending || change.isPending}
      onSave={(values) => (old ? change.mutate({ id: old.id, ...values }) : make.mutate(values))}
      more={
        old && (
          <Button variant="default" onClick={() => change.mutate({ id: old.id, closed: !old.closed })}>
            {old.closed ? t('branches.reopen') : t('branches.close')}
          </Button>
        )
      }
    />
  );
}

interface GroupsProps<Group> {
  kind: 'teams' | 'branches';
  groups: readonly Group[];
  members: readonly MemberView[];
  chosen: Group | 'new' | null;
  onChoose: (group: Group | 'new' | null) => void;
  busy: boolean;
  onSave: (values: Values) => void;
  more: ReactNode;
  children?: ReactNode;
}

function Groups<Group extends TeamView & { closed?: boolean }>(props: GroupsProps<Group>): ReactNode {
  const { kind, groups, members, chosen, onChoose, busy, onSave, more, children } = props;
  const { t, i18n } = useTranslation('workspaces');
  const list = new Intl.ListFormat(i18n.language, { type: 'unit' });
  const names = (ids: readonly string[]) =>
    list.format(members.filter(({ id }) => ids.includes(id)).map(({ name }) => name));
  const old = chosen === 'new' ? null : chosen;
  return (
    <Card heading={t(`${kind}.title`)}>
      <p className={classes.about}>{t(`${kind}.about`)}</p>
      <ul className={classes.list}>
        {groups.map((group) => (
          <li key={group.id}>
            <span className={classes.grow}>
              {group.name} {group.closed && <Tag tone="plain">{t('branches.closed')}</Tag>}
              <span className={classes.small}>{names(group.memberIds) || t('members.nobody')}</span>
            </span>
            <Button
              variant="default"
              size="sm"
              onClick={() => onChoose(group)}
              aria-label={t('members.changeOf', { name: group.name })}
            >
              {t('members.change')}
            </Button>
          </li>
        ))}
      </ul>
      <Button variant="default" onClick={() => onChoose('new')}>
        {t(`${kind}.add`)}
      </Button>
      <SideDrawer opened={chosen !== null} onClose={() => onChoose(null)} title={old?.name ?? t(`${kind}.add`)}>
        {chosen !== null && (
          <GroupForm
            group={old}
            members={members.filter(({ id, active }) => active || old?.memberIds.includes(id))}
            busy={busy}
            onSave={onSave}
            more={more}
          />
        )}
      </SideDrawer>
      {children}
    </Card>
  );
}

interface FormProps {
  group: TeamView | null;
  members: readonly MemberView[];
  busy: boolean;
  onSave: (values: Values) => void;
  more: ReactNode;
}

function GroupForm({ group, members, busy, onSave, more }: FormProps): ReactNode {
  const { t } = useTranslation('workspaces');
  const form = useForm<Values>({
    initialValues: { name: group?.name ?? '', memberIds: group?.memberIds ?? [] },
    validate: { name: (value) => (value.trim() ? null : t('door.fillIn')) },
  });
  return (
    <Form submit={t('members.save')} busy={busy} onSubmit={form.onSubmit(onSave)}>
      <TextInput label={t('groups.name')} data-autofocus {...form.getInputProps('name')} />
      <MultiSelect
        label={t('groups.members')}
        data={asChoices(members)}
        searchable
        {...form.getInputProps('memberIds')}
      />
      {more && <div>{more}</div>}
    </Form>
  );
}
