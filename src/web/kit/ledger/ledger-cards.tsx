import { Checkbox, NativeSelect } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CardSkeleton } from '../skeletons.tsx';
import { toggled, type LedgerColumn, type LedgerProps } from './columns.ts';
import classes from './ledger.module.css';

/** The rows on a phone: name and main figure, below them the rest in small print. */
export function LedgerCards<Row>(props: LedgerProps<Row> & { rows: Row[] }): ReactNode {
  const { label, rows, rowId, selection, rowName } = props;
  const { t } = useTranslation('kit');
  return (
    <>
      <SortChoice {...props} />
      <ul className={classes.cards} aria-label={label}>
        {rows.map((row) => (
          <li key={rowId(row)}>
            {selection && (
              <Checkbox
                size="md"
                aria-label={t('ledger.select', { name: rowName?.(row) ?? rowId(row) })}
                checked={selection.selected.has(rowId(row))}
                onChange={() => selection.onChange(toggled(selection.selected, rowId(row)))}
              />
            )}
            <CardLink {...props} row={row} />
          </li>
        ))}
      </ul>
    </>
  );
}

function CardLink<Row>({ columns, rowLink, row }: LedgerProps<Row> & { row: Row }): ReactNode {
  const lines = (
    <>
      <span className={classes.line}>
        <Cells columns={columns} place="lead" row={row} />
        <Cells columns={columns} place="leadEnd" row={row} />
      </span>
      <span className={classes.line}>
        <Cells columns={columns} place="note" row={row} />
        <Cells columns={columns} place="noteEnd" row={row} />
      </span>
    </>
  );
  if (!rowLink) return <div className={classes.card}>{lines}</div>;
  return (
    <Link {...rowLink(row)} className={classes.card}>
      {lines}
    </Link>
  );
}

type Place = Exclude<LedgerColumn<unknown>['phone'], 'absent' | undefined>;

function Cells<Row>({
  columns,
  place,
  row,
}: {
  columns: readonly LedgerColumn<Row>[];
  place: Place;
  row: Row;
}): ReactNode {
  const here = columns.filter((column, index) => (column.phone ?? (index === 0 ? 'lead' : 'note')) === place);
  if (here.length === 0) return null;
  return (
    <span className={classes[place]}>
      {here.map((column) => (
        <span key={column.key}>{column.cell(row)}</span>
      ))}
    </span>
  );
}

function SortChoice<Row>({ columns, sort, onSort }: LedgerProps<Row>): ReactNode {
  const { t } = useTranslation('kit');
  const sortable = columns.filter((column) => column.sort !== undefined);
  if (!onSort || sortable.length < 2) return null;
  const field = sort?.replace(/^-/, '');
  const choose = (chosen: string) => {
    const column = sortable.find((one) => one.sort === chosen);
    if (column) onSort(column.descendingFirst ? `-${chosen}` : chosen);
  };
  return (
    <NativeSelect
      className={classes.sortChoice}
      aria-label={t('ledger.sortedBy')}
      value={field}
      onChange={(event) => choose(event.currentTarget.value)}
      data={sortable.map((column) => ({
        value: column.sort ?? '',
        label: t('ledger.sort', { name: column.title }),
      }))}
    />
  );
}

export function CardsWaiting(): ReactNode {
  return Array.from({ length: 6 }, (_, card) => <CardSkeleton key={card} lines={2} />);
}
