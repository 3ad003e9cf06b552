import { Outlet } from '@tanstack/react-router';
import { Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../api/session.ts';
import { PageHeadPlace } from '../kit/page-head.tsx';
import { PageSkeleton } from '../kit/skeletons.tsx';
import { BottomBar } from './bottom-bar.tsx';
import classes from './frame.module.css';
import { Mark } from './mark.tsx';
import { Notices } from './notices.tsx';
import { Panels } from './panels.tsx';
import { SearchBox } from './search-box.tsx';
import { SideMenu } from './side-menu.tsx';
import { UserMenu } from './user-menu.tsx';

/** Everything around a page: menu, top bar, banners. */
export function Frame(): ReactNode {
  const { t } = useTranslation('shell');
  const { name } = useWorkspace();
  const [head, setHead] = useState<HTMLElement | null>(null);
  return (
    <PageHeadPlace value={head}>
      <a className={classes.skip} href="#page">
        {t('skip')}
      </a>
      <div className={classes.frame}>
        <nav className={classes.side} aria-label={t('menu')}>
          <div className={classes.brand}>
            <Mark />
            <span className={classes.name}>{name}</span>
          </div>
          <SideMenu />
        </nav>
        <main className={classes.body}>
          <Notices />
          <div className={classes.top}>
            <div className={classes.head} ref={setHead} />
            <SearchBox />
            <Panels place="frame.top" fallback={<span />} />
            <UserMenu />
          </div>
          <div id="page" className={classes.page} tabIndex={-1}>
            <Suspense fallback={<PageSkeleton />}>
              <Outlet />
            </Suspense>
          </div>
        </main>
        <BottomBar />
      </div>
    </PageHeadPlace>
  );
}
