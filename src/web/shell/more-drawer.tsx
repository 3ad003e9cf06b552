import { Drawer } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './bottom-bar.module.css';
import type { PlacedEntry } from './menu.ts';
import type { Icon } from './module.ts';

interface MoreDrawerProps {
  opened: boolean;
  onClose: () => void;
  menu: PlacedEntry[][];
  settings: boolean;
}

/** What does not fit into the bottom bar, as large tiles. Default export: loaded when first wanted. */
export default function MoreDrawer({ opened, onClose, menu, settings }: MoreDrawerProps): ReactNode {
  const { t } = useTranslation('shell');
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="bottom"
      classNames={{ content: classes.sheet }}
      title={t('more')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <div className={classes.tiles}>
        {menu.flat().map((entry) => (
          <Tile key={entry.path} path={entry.path} icon={entry.icon} onChosen={onClose}>
            <Word entry={entry} />
          </Tile>
        ))}
        {settings && (
          <Tile path="/settings" icon={IconSettings} onChosen={onClose}>
            {t('settings')}
          </Tile>
        )}
      </div>
    </Drawer>
  );
}

interface TileProps {
  path: string;
  icon: Icon;
  onChosen: () => void;
  children: ReactNode;
}

function Tile({ path, icon: Icon, onChosen, children }: TileProps): ReactNode {
  return (
    <Link to={path} className={classes.tile} onClick={onChosen}>
      <Icon size={24} stroke={1.5} />
      {children}
    </Link>
  );
}

function Word({ entry }: { entry: PlacedEntry }): ReactNode {
  return useTranslation(entry.module).t(`menu.${entry.key}`);
}
