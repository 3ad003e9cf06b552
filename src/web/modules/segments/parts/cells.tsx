import type { CSSProperties, ReactNode } from 'react';
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

/** Two measures as a grid, much above and at the right; the pyramid as one; other schemes as a row that wraps. */
export function Cells({ division, chosen, onChoose }: CellsProps): ReactNode {
  const { scheme, cells, own, population } = division;
  const shown = cells.map((cell, at) => (
    <OneCell
      key={cell.key}
      cell={cell}
      tone={toneOf(cell, at, cells.length)}
      money={population !== 'prospects'}
      chosen={cell.key === chosen}
      onChoose={() => onChoose(cell.key)}
    />
  ));
  if (scheme === 'pyramid') return <div className={classes.pyramid}>{shown}</div>;
  if (!own && cells.length !== 4) return <Cards width={200}>{shown}</Cards>;
  const columns = { '--columns': own?.acrossLevels ?? 2 } as CSSProperties;
  return (
    <div className={classes.matrix} style={columns}>
      {shown}
    </div>
  );
}

const TONES: Record<string, string> = {
  spender: 'mind',
  'at-risk': 'mind',
  'cannot-lose': 'mind',
  'need-attention': 'mind',
  EII: 'mind',
  PII: 'mind',
  negative: 'act',
  uncertain: 'faint',
  'about-to-sleep': 'faint',
  hibernating: 'faint',
  lost: 'faint',
  EIV: 'faint',
  PIV: 'faint',
  frequent: 'well',
  new: 'well',
  promising: 'well',
  potential: 'well',
  EIII: 'well',
  PIII: 'well',
};

/** Of a scheme whose classes only go down: the first teal, the last faint. */
function toneOf({ key }: Cell, at: number, count: number): string {
  if (TONES[key]) return TONES[key];
  if (at === 0) return 'teal';
  return at === count - 1 && count > 2 ? 'faint' : at === 1 ? 'well' : 'teal';
}

interface OneCellProps {
  cell: Cell;
  tone: string;
  /** Prospects bring nothing yet. */
  money: boolean;
  chosen: boolean;
  onChoose: () => void;
}

function OneCell({ cell, tone, money, chosen, onChoose }: OneCellProps): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  const { key, name, about, count, share, amount, strategy } = cell;
  return (
    <button
      type="button"
      className={classes.cell}
      aria-pressed={chosen}
      data-class={key}
      data-tone={tone}
      onClick={onChoose}
    >
      <span className={classes.cellHead}>
        <strong>{name}</strong> <small>{about}</small>
      </span>
      <span className={classes.cellCount}>
        {f.number(count)}{' '}
        <small>
          {t('customers', { count })} ·{' '}
          {money ? t('share', { share: f.percent(share) }) : t('mayBring', { amount: f.money(amount, 'none') })}
        </small>
      </span>
      <span className={classes.cellStrategy}>{strategy}</span>
      <span className={classes.bar}>
        <i style={{ width: `${Math.max(0, share) * 100}%` }} />
      </span>
    </button>
  );
}
