import { Button, Group, Modal } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './confirm-dialog.module.css';
import { ErrorState } from './error-state.tsx';

interface ConfirmDialogProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, and whether it can be taken back. */
  children: ReactNode;
  /** The verb on the button: "Delete 3 customers", never "OK". */
  confirm: string;
  /** For what cannot be undone. */
  grave?: boolean;
  /** The dialog closes when it is done; an error stays in it. */
  onConfirm: () => Promise<unknown>;
}

/** Asked only before what undo does not cover, or covers badly. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { opened, onClose, title, children, confirm, grave, onConfirm } = props;
  const { t } = useTranslation('kit');
  const { busy, error, run } = useRun(onConfirm, onClose);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      centered
      closeOnClickOutside={!busy}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <div className={classes.words}>{children}</div>
      {error !== null && <ErrorState error={error} small />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} disabled={busy} data-autofocus={grave}>
          {t('cancel')}
        </Button>
        <Button color={grave ? 'seal' : undefined} loading={busy} onClick={run} data-autofocus={!grave}>
          {confirm}
        </Button>
      </Group>
    </Modal>
  );
}

function useRun(work: () => Promise<unknown>, done: () => void) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      await work();
      done();
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };
  return { busy, error, run: () => void run() };
}
