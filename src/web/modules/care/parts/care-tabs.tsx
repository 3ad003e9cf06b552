import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SectionTabs } from '../../../kit/section-tabs.tsx';

const tabs = [
  { key: 'campaigns', path: '/care/campaigns' },
  { key: 'journeys', path: '/care/journeys' },
  { key: 'greetings', path: '/care/greetings' },
  { key: 'events', path: '/care/events' },
  { key: 'content', path: '/care/articles' },
  { key: 'templates', path: '/care/templates' },
] as const;

export function CareTabs(): ReactNode {
  const { t } = useTranslation('care');
  return <SectionTabs name={t('menu.care')} tabs={tabs.map(({ key, path }) => ({ path, label: t(`tab.${key}`) }))} />;
}
