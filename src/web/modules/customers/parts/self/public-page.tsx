import { Button } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { speak } from '../../../../shell/i18n.ts';
import classes from './self.module.css';

/** Each by its own name, as a reader of it looks for it. */
const TONGUES = [
  ['zh-CN', '简体中文'],
  ['zh-TW', '繁體中文'],
  ['en', 'English'],
] as const;

/** A page for people outside the shop: nothing around it, no search engine, any of the three tongues. */
export function PublicPage({ title, children }: { title: string; children: ReactNode }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    const robots = document.createElement('meta');
    robots.name = 'robots';
    robots.content = 'noindex, nofollow';
    document.head.append(robots);
    return () => robots.remove();
  }, []);
  return (
    <div className={classes.page}>
      <main className={classes.column}>
        <h1>{title}</h1>
        {children}
        <nav className={classes.tongues} aria-label={t('self.public.language')}>
          {TONGUES.map(([tongue, name]) => (
            <Button
              key={tongue}
              size="compact-md"
              variant="subtle"
              lang={tongue}
              aria-current={i18n.language === tongue || undefined}
              onClick={() => void speak(tongue)}
            >
              {name}
            </Button>
          ))}
        </nav>
      </main>
    </div>
  );
}
