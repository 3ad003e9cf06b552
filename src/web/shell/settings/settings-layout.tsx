import { IconChevronRight } from '@tabler/icons-react';
import { Link, Outlet, useMatchRoute } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../kit/page-head.tsx';
import { useSettings, type PlacedSettings } from '../menu.ts';
import type { SettingsPage } from '../module.ts';
import classes from './settings-layout.module.css';

const groups: readonly SettingsPage['group'][] = ['business', 'customers', 'system', 'person'];

/** List at the left, page at the right; a phone shows one of them. */
export function SettingsLayout(): ReactNode {
  const { t } = useTranslation('shell');
  const pages = useSettings();
  const atList = useMatchRoute()({ to: '/settings' }) !== false;
  return (
    <>
      <PageHead title={t('settings')} />
      <div className={classes.layout} data-list={atList || undefined}>
        <nav className={classes.list} aria-label={t('settings')}>
          {groups.map((group) => (
            <Group
              key={group}
              word={t(`settingsGroup.${group}`)}
              pages={pages.filter((page) => page.group === group)}
            />
          ))}
        </nav>
        <div className={classes.page}>
          <Link to="/settings" className={classes.back}>
            {t('settings')}
          </Link>
          <Outlet />
        </div>
      </div>
    </>
  );
}

function Group({ word, pages }: { word: string; pages: PlacedSettings[] }): ReactNode {
  if (pages.length === 0) return null;
  return (
    <section>
      <h2 className={classes.group}>{word}</h2>
      {pages.map((page) => (
        <Entry key={page.path} page={page} />
      ))}
    </section>
  );
}

function Entry({ page }: { page: PlacedSettings }): ReactNode {
  const { t } = useTranslation(page.module);
  const { icon: Icon } = page;
  return (
    <Link to={`/settings/${page.path}`} className={classes.entry}>
      <Icon size={18} stroke={1.6} />
      <span>
        {t(`settings.${page.key}.title`)}
        <small>{t(`settings.${page.key}.about`)}</small>
      </span>
      <IconChevronRight size={16} className={classes.chevron} />
    </Link>
  );
}
