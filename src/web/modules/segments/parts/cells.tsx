import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Cards } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { Cell, Division } from '../api.ts';
import classes from './classes.module.css';

interface CellsProps {
  division: Division;
  chosen: string;
  onChoose: (key: string) => void;
}

/** The matrix as two by two, much money above and often at the right; other schemes as a row of cells that wraps. */
export function Cells({ division, chosen, onChoose }: CellsProps): ReactNode {
  const { scheme, cells } = division;
  const shown = cells.map((cell) => (
    <OneCell key={cell.key} cell={cell} chosen={cell.key === chosen} onChoose={() => onChoose(cell.key)} />
  ));
  return scheme === 'value-matrix' ? <div className={classes.matrix}>{shown}</div> : <Cards width={200}>{shown}</Cards>;
}

function OneCell({ cell, chosen, onChoose }: { cell: Cell; chosen: boolean; onChoose: () => void }): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  const { key, name, about, count, share, strategy } = cell;
  return (
    <button type="button" className={classes.cell} aria-pressed={chosen} data-class={key} onClick={onChoose}>
      <span className={classes.cellHead}>
        <strong>{name}</strong> <small>{about}</small>
      </span>
      <span className={classes.cellCount}>
        {f.number(count)}{' '}
        <small>
          {t('customers', { count })} · {t('share', { share: f.percent(share) })}
        </small>
      </span>
      <span className={classes.cellStrategy}>{strategy}</span>
      <span className={classes.bar}>
        <i style={{ width: `${share * 100}%` }} />
      </span>
    </button>
  );
}
