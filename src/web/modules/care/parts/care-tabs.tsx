import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './care.module.css';

const tabs = [
  { key: 'campaigns', path: '/care/campaigns' },
  { key: 'journeys', path: '/care/journeys' },
  { key: 'greetings', path: '/care/greetings' },
  { key: 'templates', path: '/care/templates' },
] as const;

export function CareTabs(): ReactNode {
  const { t } = useTranslation('care');
  return (
    <nav className={classes.tabs} aria-label={t('menu.care')}>
      {tabs.map(({ key, path }) => (
        <Link key={key} to={path}>
          {t(`tab.${key}`)}
        </Link>
      ))}
    </nav>
  );
}
