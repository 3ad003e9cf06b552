import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag, Tags } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type MemberView } from '../api.ts';
import { AbsencesCard } from '../parts/absences-card.tsx';
import classes from '../parts/door.module.css';
import { BranchesCard, TeamsCard } from '../parts/groups-card.tsx';
import { Invitations } from '../parts/invitations.tsx';
import { MemberForm } from '../parts/member-form.tsx';
import { RightsOf } from '../parts/rights-of.tsx';
import { TeamSignIns } from '../parts/sign-ins.tsx';
import { useBranches, useTeams } from '../parts/use-team.ts';

export function MembersPage(): ReactNode {
  const { t } = useTranslation('workspaces');
  const manages = useMay('members.manage');
  const audits = useMay('audit.read');
  const { data } = useQuery(api.members.list.queryOptions({ input: {} }));
  const [opened, setOpened] = useState<{ what: 'change' | 'rights'; member: MemberView } | null>(null);
  const close = () => setOpened(null);
  const members = data?.items ?? [];
  return (
    <div className={classes.stack}>
      <Card heading={t('settings.members.title')}>
        <ul className={classes.list}>
          {members.map((member) => (
            <Member
              key={member.id}
              member={member}
              manages={manages}
              onChange={() => setOpened({ what: 'change', member })}
              onRights={() => setOpened({ what: 'rights', member })}
            />
          ))}
        </ul>
      </Card>
      {manages && <Invitations />}
      <AbsencesCard members={members} manages={manages} />
      {manages && <TeamsCard members={members} />}
      {manages && <BranchesCard members={members} />}
      {audits && <TeamSignIns />}
      <SideDrawer opened={opened?.what === 'change'} onClose={close} title={opened?.member.name ?? ''}>
        {opened?.what === 'change' && <MemberForm member={opened.member} onDone={close} />}
      </SideDrawer>
      <SideDrawer
        opened={opened?.what === 'rights'}
        onClose={close}
        title={t('see.title', { name: opened?.member.name ?? '' })}
      >
        {opened?.what === 'rights' && <RightsOf memberId={opened.member.id} />}
      </SideDrawer>
    </div>
  );
}

interface MemberProps {
  member: MemberView;
  manages: boolean;
  onChange: () => void;
  onRights: () => void;
}

function Member({ member, manages, onChange, onRights }: MemberProps): ReactNode {
  const { t } = useTranslation('workspaces');
  const f = useFormats();
  const groups = [...useTeams(), ...useBranches()];
  const names = groups.filter(({ id }) => member.teamIds.includes(id) || member.branchIds.includes(id));
  const leaves = member.active && member.endsAt ? t('members.until', { day: f.date(f.dayOf(member.endsAt)) }) : '';
  return (
    <li>
      <span className={classes.grow}>
        {member.name} {member.self && <Tag>{t('members.you')}</Tag>} {!member.active && <Tag>{t('members.out')}</Tag>}{' '}
        {member.demo && <Tag tone="plain">{t('members.demo')}</Tag>}
        <span className={classes.small}>
          {[member.roleName, member.demo ? t('members.demoAbout') : member.email, leaves].filter(Boolean).join(' · ')}
        </span>
        {names.length > 0 && (
          <Tags>
            {names.map(({ id, name }) => (
              <Tag key={id} tone="plain">
                {name}
              </Tag>
            ))}
          </Tags>
        )}
      </span>
      {(manages || member.self) && (
        <Button variant="default" size="sm" onClick={onRights} aria-label={t('see.of', { name: member.name })}>
          {t('see.open')}
        </Button>
      )}
      {manages && (
        <Button
          variant="default"
          size="sm"
          onClick={onChange}
          aria-label={t('members.changeOf', { name: member.name })}
        >
          {t('members.change')}
        </Button>
      )}
    </li>
  );
}
