import { Button } from '@mantine/core';
import { hideNotification, showNotification } from '@mantine/notifications';
import i18next from 'i18next';
import type { ReactNode } from 'react';
import classes from './toast.module.css';

const UNDO_MS = 8_000;
let made = 0;

/** Says that something went well. It goes by itself, and what it lies over can be pressed meanwhile. */
export function toast(message: string): void {
  showNotification({ message, withBorder: true, autoClose: 3_500, withCloseButton: false, className: classes.passing });
}

/** What went wrong stands where it went wrong; this is for what has left the screen already. */
export function toastProblem(message: string): void {
  showNotification({
    message,
    withBorder: true,
    color: 'seal',
    role: 'alert',
    autoClose: 10_000,
    closeButtonProps: named(),
  });
}

/** With a way back; it stays long enough to be read and reached. Answers what takes it away early. */
export function toastWithUndo(message: string, undo: () => void): () => void {
  made += 1;
  const id = `undo-${made}`;
  const takeBack = () => {
    hideNotification(id);
    undo();
  };
  showNotification({
    id,
    message: <Undoable message={message} undo={takeBack} />,
    withBorder: true,
    autoClose: UNDO_MS,
    closeButtonProps: named(),
  });
  return () => hideNotification(id);
}

/** The cross has a name for whoever does not see it. */
function named() {
  return { 'aria-label': i18next.t('kit:close') };
}

function Undoable({ message, undo }: { message: string; undo: () => void }): ReactNode {
  return (
    <span className={classes.undoable}>
      {message}
      <Button size="compact-sm" variant="light" onClick={undo}>
        {i18next.t('kit:undo')}
      </Button>
    </span>
  );
}
