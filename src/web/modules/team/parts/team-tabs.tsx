import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, may } from '../../../api/session.ts';
import { SectionTabs } from '../../../kit/section-tabs.tsx';

interface TeamTab {
  key: string;
  path: `/team/${string}`;
  permission: string;
}

/** The screens of the team, in order. */
const tabs: readonly TeamTab[] = [
  { key: 'tasks', path: '/team/tasks', permission: 'tasks.read' },
  { key: 'board', path: '/team/board', permission: 'tasks.read' },
  { key: 'calendar', path: '/team/calendar', permission: 'tasks.read' },
  { key: 'pool', path: '/team/pool', permission: 'pool.take' },
  { key: 'distribution', path: '/team/distribution', permission: 'members.manage' },
  { key: 'handOver', path: '/team/hand-over', permission: 'members.manage' },
  { key: 'training', path: '/team/training', permission: 'training.read' },
  { key: 'results', path: '/team/results', permission: 'results.read' },
  { key: 'incentives', path: '/team/incentives', permission: 'results.read' },
];

export function TeamTabs(): ReactNode {
  const { t } = useTranslation('team');
  const session = useSession();
  const open = tabs.filter(({ permission }) => may(session, permission));
  const named = open.map(({ key, path }) => ({ path, label: t(`tab.${key}`) }));
  return <SectionTabs name={t('menu.team')} tabs={named} />;
}
