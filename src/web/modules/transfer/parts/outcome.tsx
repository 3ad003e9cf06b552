import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../../../api/http.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { Card } from '../../../kit/surface.tsx';
import { api, type ImportView } from '../api.ts';
import { CountsOf } from './counts.tsx';
import classes from './transfer.module.css';
import { Undone } from './undone.tsx';

/** What came of it, what to mend, where to go on, and the way back. */
export function Outcome({ view }: { view: ImportView }): ReactNode {
  const { t } = useTranslation('transfer');
  const { state, counts, failure } = view;
  const made = view.kind === 'customers' && counts.created > 0 ? { filter: { changeSet: view.changeSet } } : {};
  const madeLink: LinkProps = { to: '/customers', search: made };
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
                <Button component={Link} {...madeLink} variant="default">
                  {t('outcome.customers')}
                </Button>
              </>
            )}
            <Button component={Link} to="/imports/new" variant="default">
              {t('outcome.another')}
            </Button>
            {view.changeSet && state !== 'undone' && <UndoButton view={view} />}
          </div>
        </div>
      </Card>
      {view.undo && <Undone result={view.undo} />}
    </>
  );
}

function UndoButton({ view }: { view: ImportView }): ReactNode {
  const { t } = useTranslation('transfer');
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  async function undo(): Promise<void> {
    await api.changeSets.undo.call({ id: view.changeSet ?? '' });
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
