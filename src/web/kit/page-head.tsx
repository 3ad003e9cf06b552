import { createContext, use, useEffect, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import classes from './page-head.module.css';

/** The element of the top bar that titles are shown in; null where there is no frame. */
export const PageHeadPlace = createContext<HTMLElement | null>(null);

interface PageHeadProps {
  title: string;
  /** Replaces the plain title where a page shows more, e.g. a person with avatar and chips. Needs an `<h1>` inside. */
  lead?: ReactNode;
  /** A quiet line beside the title: a date, a count. */
  note?: ReactNode;
  /** Buttons, the main one last. */
  actions?: ReactNode;
}

/** Every page has one: the only `<h1>`, the browser's title, and the page's buttons. */
export function PageHead({ title, lead, note, actions }: PageHeadProps): ReactNode {
  const place = use(PageHeadPlace);
  useEffect(() => {
    document.title = `${title} · Regulars`;
  }, [title]);
  const head = (
    <div className={classes.head}>
      {lead ?? <h1 className={classes.title}>{title}</h1>}
      {note !== undefined && <span className={classes.note}>{note}</span>}
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </div>
  );
  return place ? createPortal(head, place) : head;
}
