import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useSession } from '../../../api/session.ts';
import classes from './retention-tabs.module.css';

interface RetentionTab {
  key: string;
  path: `/retention${string}`;
  permission: string;
}

/** The screens of retention, in order; their words are `tab.<key>`. */
const tabs: readonly RetentionTab[] = [
  { key: 'watch', path: '/retention', permission: 'retention.read' },
  { key: 'forecast', path: '/retention/forecast', permission: 'retention.read' },
  { key: 'cases', path: '/retention/cases', permission: 'retention.read' },
  { key: 'accounts', path: '/retention/accounts', permission: 'retention.read' },
  { key: 'indicators', path: '/retention/indicators', permission: 'retention.read' },
  { key: 'winBack', path: '/retention/win-back', permission: 'retention.read' },
  { key: 'cohorts', path: '/retention/cohorts', permission: 'retention.figures' },
  { key: 'bucket', path: '/retention/leaky-bucket', permission: 'retention.figures' },
  { key: 'effect', path: '/retention/effect', permission: 'retention.figures' },
  { key: 'equity', path: '/retention/equity', permission: 'retention.figures' },
  { key: 'costs', path: '/retention/costs', permission: 'retention.figures' },
];

export function RetentionTabs(): ReactNode {
  const { t } = useTranslation('retention');
  const session = useSession();
  return (
    <nav className={classes.tabs} aria-label={t('menu.retention')}>
      {tabs
        .filter((tab) => may(session, tab.permission))
        .map((tab) => (
          <Link key={tab.key} to={tab.path} activeOptions={{ exact: tab.path === '/retention' }} ref={showWhereOneIs}>
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
