import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, may } from '../../../api/session.ts';
import classes from './tasks.module.css';

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
  return (
    <nav className={classes.tabs} aria-label={t('menu.team')}>
      {tabs
        .filter((tab) => may(session, tab.permission))
        .map((tab) => (
          <Link key={tab.key} to={tab.path} ref={showWhereOneIs}>
            {t(`tab.${tab.key}`)}
          </Link>
        ))}
    </nav>
  );
}

/** There are more of them than a phone is wide. */
function showWhereOneIs(link: HTMLAnchorElement | null): void {
  if (link?.dataset['status'] === 'active') link.scrollIntoView({ block: 'nearest', inline: 'center' });
}
