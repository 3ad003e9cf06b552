import { useEffect, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@mantine/core';
import { speak } from '../../../shell/i18n.ts';
import { languages, nameOf } from '../../../shell/language.ts';
import { Mark } from '../../../shell/mark.tsx';
import classes from './door.module.css';

/** The page before the frame: one calm column, in whichever language the visitor reads. */
export function Door({
  title,
  about,
  children,
}: {
  title: string;
  about?: ReactNode;
  children?: ReactNode;
}): ReactNode {
  const { t, i18n } = useTranslation('workspaces');
  useEffect(() => {
    document.title = `${title} · ${t('door.product')}`;
  }, [title, t]);
  return (
    <div className={classes.page}>
      <main className={classes.column}>
        <div className={classes.mark}>
          <Mark size={32} />
          {t('door.product')}
        </div>
        <h1 className={classes.title}>{title}</h1>
        {about !== undefined && <p className={classes.about}>{about}</p>}
        {children}
        <div className={classes.languages}>
          {languages.map((language) => (
            <button
              key={language}
              type="button"
              lang={language}
              aria-pressed={i18n.language === language}
              onClick={() => void speak(language)}
            >
              {nameOf(language)}
            </button>
          ))}
        </div>
      </main>
    </div>
  );
}

interface DoorFormProps {
  onSubmit: (event?: FormEvent<HTMLFormElement>) => void;
  submit: string;
  busy: boolean;
  problem?: string | undefined;
  children: ReactNode;
}

export function DoorForm({ onSubmit, submit, busy, problem, children }: DoorFormProps): ReactNode {
  return (
    <form className={classes.fields} onSubmit={onSubmit} noValidate>
      {children}
      {problem !== undefined && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      <Button type="submit" size="md" fullWidth loading={busy}>
        {submit}
      </Button>
    </form>
  );
}
