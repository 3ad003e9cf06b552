import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useSession } from '../../../api/session.ts';
import { SectionTabs } from '../../../kit/section-tabs.tsx';

const tabs = [
  { key: 'programme', path: '/loyalty', permission: 'loyalty.read' },
  { key: 'ledger', path: '/loyalty/ledger', permission: 'loyalty.read' },
  { key: 'coupons', path: '/loyalty/coupons', permission: 'loyalty.read' },
  { key: 'gifts', path: '/loyalty/gifts', permission: 'loyalty.read' },
  { key: 'draws', path: '/loyalty/draws', permission: 'loyalty.read' },
  { key: 'stamps', path: '/loyalty/stamps', permission: 'loyalty.read' },
  { key: 'value', path: '/loyalty/value', permission: 'loyalty.read' },
  { key: 'credit', path: '/loyalty/credit', permission: 'loyalty.read' },
  { key: 'referrals', path: '/loyalty/referrals', permission: 'loyalty.read' },
  { key: 'rewards', path: '/loyalty/rewards', permission: 'loyalty.manage' },
  { key: 'draft', path: '/loyalty/draft', permission: 'loyalty.manage' },
] as const;

export function LoyaltyTabs(): ReactNode {
  const { t } = useTranslation('loyalty');
  const session = useSession();
  const open = tabs.filter(({ permission }) => may(session, permission));
  const named = open.map(({ key, path }) => ({ path, label: t(`tab.${key}`), exact: path === '/loyalty' }));
  return <SectionTabs name={t('menu.loyalty')} tabs={named} />;
}
