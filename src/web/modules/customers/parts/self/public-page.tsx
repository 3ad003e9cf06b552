import { Button } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { speak } from '../../../../shell/i18n.ts';
import classes from './self.module.css';

const TONGUES = { 'zh-CN': 'zh-Hans', 'zh-TW': 'zh-Hant', en: 'en' } as const;
type Tongue = keyof typeof TONGUES;

/** By its own name, as a reader of it looks for it. */
function nameOf(tongue: Tongue): string {
  const script = TONGUES[tongue];
  return new Intl.DisplayNames([script], { type: 'language' }).of(script) ?? tongue;
}

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
          {(Object.keys(TONGUES) as Tongue[]).map((tongue) => (
            <Button
              key={tongue}
              size="compact-md"
              variant="subtle"
              lang={tongue}
              aria-current={i18n.language === tongue || undefined}
              onClick={() => void speak(tongue)}
            >
              {nameOf(tongue)}
            </Button>
          ))}
        </nav>
      </main>
    </div>
  );
}
