import { IconSettings } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMenu, useSettings, type PlacedEntry } from './menu.ts';
import classes from './side-menu.module.css';

export function SideMenu(): ReactNode {
  const { t } = useTranslation('shell');
  const menu = useMenu();
  const settings = useSettings();
  return (
    <>
      {menu.map((group) => (
        <ul key={group[0]?.group} className={classes.group}>
          {group.map((entry) => (
            <li key={entry.path}>
              <MenuLink entry={entry} />
            </li>
          ))}
        </ul>
      ))}
      {settings.length > 0 && (
        <ul className={classes.group}>
          <li>
            <Link to="/settings" className={classes.link}>
              <IconSettings size={18} stroke={1.6} />
              {t('settings')}
            </Link>
          </li>
        </ul>
      )}
    </>
  );
}

function MenuLink({ entry }: { entry: PlacedEntry }): ReactNode {
  const { t } = useTranslation(entry.module);
  const { icon: Icon, badge: Badge } = entry;
  return (
    <Link to={entry.path} className={classes.link} preload="intent">
      <Icon size={18} stroke={1.6} />
      {t(`menu.${entry.key}`)}
      {Badge && (
        <span className={classes.badge}>
          <Suspense>
            <Badge />
          </Suspense>
        </span>
      )}
    </Link>
  );
}
