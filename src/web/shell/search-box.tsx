import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './search-box.module.css';

const Finder = lazy(() => import('./finder.tsx').then((module) => ({ default: module.Finder })));

const keyName = /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';

/** Looks like a field, opens the finder. Its code is loaded when first wanted. */
export function SearchBox(): ReactNode {
  const { t } = useTranslation('shell');
  const [opened, setOpened] = useState(false);
  const [wanted, setWanted] = useState(false);
  const open = () => {
    setWanted(true);
    setOpened(true);
  };
  useHotkeys([['mod+K', open]], []);
  return (
    <>
      <button type="button" className={classes.box} onClick={open} onPointerEnter={() => setWanted(true)}>
        <IconSearch size={16} stroke={1.7} aria-hidden="true" />
        <span className={classes.hint}>{t('finder.hint')}</span>
        <kbd className={classes.key} aria-hidden="true">
          {keyName}
        </kbd>
      </button>
      {wanted && (
        <Suspense>
          <Finder opened={opened} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}
