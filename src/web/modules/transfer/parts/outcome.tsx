import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../../../api/http.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { Card } from '../../../kit/surface.tsx';
import { api, type ImportView, type UndoResult } from '../api.ts';
import { CountsOf } from './counts.tsx';
import classes from './transfer.module.css';

/** What came of it, what to mend, where to go on, and the way back. */
export function Outcome({ view }: { view: ImportView }): ReactNode {
  const { t } = useTranslation('transfer');
  const [undone, setUndone] = useState<UndoResult | null>(null);
  const { state, counts, failure } = view;
  return (
    <>
      <Card heading={t(`states.${state}`)}>
        <div className={classes.stack}>
          {failure && (
            <p className={classes.problem} role="alert">
              {failure}
            </p>
          )}
          <CountsOf counts={counts} />
          {undone && <Undone result={undone} />}
          {counts.failed > 0 && (
            <p className={classes.soft}>
              {t('outcome.faulty', { count: counts.failed })}{' '}
              <a href={apiUrl(`/imports/${view.id}/errors.csv`)} download>
                {t('outcome.errorFile')}
              </a>
            </p>
          )}
          <div className={classes.row}>
            {state === 'done' && (
              <>
                <Button component={Link} to="/today">
                  {t('outcome.today')}
                </Button>
                <Button component={Link} to="/customers" variant="default">
                  {t('outcome.customers')}
                </Button>
              </>
            )}
            <Button component={Link} to="/imports/new" variant="default">
              {t('outcome.another')}
            </Button>
            {view.changeSet && state !== 'undone' && <UndoButton view={view} onDone={setUndone} />}
          </div>
        </div>
      </Card>
    </>
  );
}

function UndoButton({ view, onDone }: { view: ImportView; onDone: (result: UndoResult) => void }): ReactNode {
  const { t } = useTranslation('transfer');
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  async function undo(): Promise<void> {
    onDone(await api.changeSets.undo.call({ id: view.changeSet ?? '' }));
    await queries.invalidateQueries({ queryKey: api.key() });
  }
  return (
    <>
      <Button variant="subtle" color="seal" onClick={() => setAsking(true)}>
        {t('outcome.undo')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('outcome.undoTitle')}
        confirm={t('outcome.undo')}
        grave
        onConfirm={undo}
      >
        {t('outcome.undoAbout')}
      </ConfirmDialog>
    </>
  );
}

function Undone({ result }: { result: UndoResult }): ReactNode {
  const { t } = useTranslation('transfer');
  return (
    <>
      <p role="status">
        {t('undone.counts', { reversed: result.reversed, kept: result.counts.kept, failed: result.counts.failed })}
      </p>
      <ul className={classes.list}>
        {[...result.kept, ...result.failed].map(({ id, what, why }) => (
          <li key={id}>
            <span className={classes.grow}>{what}</span>
            <span className={classes.soft}>{why}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
