import { IconArrowBackUp, IconLock, IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card, Cards } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { UndoResult } from '../api.ts';
import classes from './transfer.module.css';

/** What an undo took back, what it left because somebody had worked on it, and what it could not take back. */
export function Undone({ result }: { result: UndoResult }): ReactNode {
  const { t } = useTranslation('transfer');
  const f = useFormats();
  const { counts } = result;
  const taken = Object.entries(counts.reversed).map(([entity, count]) =>
    t(`undone.entities.${entity}`, { count, shown: f.number(count) }),
  );
  return (
    <Cards width={240}>
      <Card className={classes.bucket}>
        <IconArrowBackUp size={20} stroke={1.7} aria-hidden="true" />
        <h3>{t('undone.reversed')}</h3>
        <strong>{f.number(result.reversed)}</strong>
        <p className={classes.soft}>{taken.join(t('undone.and'))}</p>
      </Card>
      <Card className={classes.bucket} data-tone={counts.kept > 0 ? 'mind' : undefined}>
        <IconLock size={20} stroke={1.7} aria-hidden="true" />
        <h3>{t('undone.kept')}</h3>
        <strong>{f.number(counts.kept)}</strong>
        <Rows rows={result.kept} count={counts.kept} />
      </Card>
      <Card className={classes.bucket} data-tone={counts.failed > 0 ? 'act' : undefined}>
        <IconAlertTriangle size={20} stroke={1.7} aria-hidden="true" />
        <h3>{t('undone.failed')}</h3>
        <strong>{f.number(counts.failed)}</strong>
        <Rows rows={result.failed} count={counts.failed} />
      </Card>
    </Cards>
  );
}

/** By name and reason, as far as they are named. */
function Rows({ rows, count }: { rows: UndoResult['kept']; count: number }): ReactNode {
  const { t } = useTranslation('transfer');
  const f = useFormats();
  if (count === 0) return <p className={classes.soft}>{t('undone.none')}</p>;
  return (
    <div className={classes.faults} tabIndex={0} role="region" aria-label={t('undone.rows')}>
      <ul className={classes.list}>
        {rows.map(({ id, what, why }) => (
          <li key={id}>
            <span className={classes.grow}>{what}</span>
            <small className={classes.soft}>{why}</small>
          </li>
        ))}
      </ul>
      {count > rows.length && (
        <p className={classes.soft}>
          {t('undone.more', { count: count - rows.length, shown: f.number(count - rows.length) })}
        </p>
      )}
    </div>
  );
}
