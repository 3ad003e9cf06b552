import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useSession } from '../../../api/session.ts';
import { SectionTabs } from '../../../kit/section-tabs.tsx';

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
  const open = tabs.filter(({ permission }) => may(session, permission));
  const named = open.map(({ key, path }) => ({ path, label: t(`tab.${key}`), exact: path === '/retention' }));
  return <SectionTabs name={t('menu.retention')} tabs={named} />;
}
