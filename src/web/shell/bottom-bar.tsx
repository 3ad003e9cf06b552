import { Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './bottom-bar.module.css';
import { forPhone, useMenu, useSettings, type PlacedEntry } from './menu.ts';
import { MoreMenu } from './more-menu.tsx';

/** The phone's menu: within reach of a thumb. */
export function BottomBar(): ReactNode {
  const { t } = useTranslation('shell');
  const { bar, rest } = forPhone(useMenu());
  const settings = useSettings();
  const [opened, { open, close }] = useDisclosure();
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
      <Drawer
        opened={opened}
        onClose={close}
        position="bottom"
        classNames={{ content: classes.sheet }}
        title={t('more')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <MoreMenu menu={rest} settings={settings.length > 0} onChosen={close} />
      </Drawer>
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
