import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './bottom-bar.module.css';
import { forPhone, useMenu, useSettings, type PlacedEntry } from './menu.ts';

const MoreDrawer = lazy(() => import('./more-drawer.tsx'));

/** The phone's menu: within reach of a thumb. */
export function BottomBar(): ReactNode {
  const { t } = useTranslation('shell');
  const { bar, rest } = forPhone(useMenu());
  const settings = useSettings();
  const [opened, setOpened] = useState(false);
  const [wanted, setWanted] = useState(false);
  const open = () => {
    setWanted(true);
    setOpened(true);
  };
  return (
    <nav className={classes.bar} aria-label={t('menu')}>
      {bar.map((entry) => (
        <BarLink key={entry.path} entry={entry} />
      ))}
      {(rest.length > 0 || settings.length > 0) && (
        <button type="button" className={classes.link} onClick={open} aria-haspopup="dialog">
          <IconDots size={22} stroke={1.6} />
          {t('more')}
        </button>
      )}
      {wanted && (
        <Suspense>
          <MoreDrawer opened={opened} onClose={() => setOpened(false)} menu={rest} settings={settings.length > 0} />
        </Suspense>
      )}
    </nav>
  );
}

function BarLink({ entry }: { entry: PlacedEntry }): ReactNode {
  const { t } = useTranslation(entry.module);
  const { icon: Icon, badge: Badge } = entry;
  return (
    <Link to={entry.path} className={classes.link}>
      <Icon size={22} stroke={1.6} />
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
