import { Checkbox, Skeleton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { directionOf, nextSort, toggled, type LedgerColumn, type LedgerProps } from './columns.ts';
import classes from './ledger.module.css';
import { moveBetweenRows } from './move-between-rows.ts';
import { useOverflow } from './use-overflow.ts';

type Filled<Row> = LedgerProps<Row> & { rows: Row[] };

/** `end` stands in the box that scrolls: below it, it would be in sight at all times, and every row would load. */
export function LedgerTable<Row>({ end, ...props }: Filled<Row> & { end: ReactNode }): ReactNode {
  const { ref, tooWide } = useOverflow();
  return (
    <div ref={ref} className={classes.sheet} data-wide={tooWide || undefined}>
      <table className={classes.table} aria-label={props.label}>
        <Head {...props} />
        <tbody onKeyDown={moveBetweenRows}>
          {props.rows.map((row) => (
            <TableRow key={props.rowId(row)} {...props} row={row} />
          ))}
        </tbody>
      </table>
      {end}
    </div>
  );
}

function Head<Row>(props: LedgerProps<Row> & { rows?: Row[] }): ReactNode {
  const { t } = useTranslation('kit');
  const { columns, selection, rows, rowId } = props;
  const ids = rows?.map(rowId) ?? [];
  const chosen = ids.filter((id) => selection?.selected.has(id)).length;
  return (
    <thead>
      <tr>
        {selection && (
          <th scope="col" className={classes.check}>
            <Checkbox
              size="xs"
              aria-label={t('ledger.selectAll')}
              checked={chosen > 0 && chosen === ids.length}
              indeterminate={chosen > 0 && chosen < ids.length}
              onChange={() => selection.onChange(new Set(chosen === ids.length ? [] : ids))}
            />
          </th>
        )}
        {columns.map((column) => (
          <Heading key={column.key} column={column} {...props} />
        ))}
      </tr>
    </thead>
  );
}

function Heading<Row>({
  column,
  sort,
  onSort,
}: LedgerProps<Row> & {
  column: LedgerColumn<Row>;
}): ReactNode {
  const { t } = useTranslation('kit');
  const direction = onSort && directionOf(column, sort);
  if (!direction)
    return (
      <th scope="col" data-number={column.number || undefined}>
        {column.title}
      </th>
    );
  const Arrow = direction === 'descending' ? IconArrowDown : IconArrowUp;
  return (
    <th scope="col" data-number={column.number || undefined} aria-sort={direction}>
      <button
        type="button"
        className={classes.sort}
        title={t('ledger.sort', { name: column.title })}
        onClick={() => onSort(nextSort(column, sort))}
      >
        {column.title}
        <Arrow size={13} stroke={2} aria-hidden="true" data-quiet={direction === 'none' || undefined} />
      </button>
    </th>
  );
}

function TableRow<Row>({ row, columns, rowId, rowName, rowLink, selection }: Filled<Row> & { row: Row }): ReactNode {
  const { t } = useTranslation('kit');
  const id = rowId(row);
  const isSelected = selection?.selected.has(id) ?? false;
  return (
    <tr data-link={rowLink ? true : undefined} data-selected={isSelected || undefined}>
      {selection && (
        <td className={classes.check}>
          <Checkbox
            size="xs"
            aria-label={t('ledger.select', { name: rowName?.(row) ?? id })}
            checked={isSelected}
            onChange={() => selection.onChange(toggled(selection.selected, id))}
          />
        </td>
      )}
      {columns.map((column, index) => (
        <td key={column.key} data-number={column.number || undefined}>
          {index === 0 && rowLink ? (
            <Link {...rowLink(row)} className={classes.rowLink} data-row>
              {column.cell(row)}
            </Link>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  );
}

const WAITING_ROWS = 8;

export function TableWaiting<Row>(props: LedgerProps<Row>): ReactNode {
  return (
    <div className={classes.sheet} aria-hidden="true">
      <table className={classes.table}>
        <Head {...props} onSort={undefined} selection={undefined} />
        <tbody>
          {Array.from({ length: WAITING_ROWS }, (_, row) => (
            <tr key={row}>
              {props.columns.map((column, index) => (
                <td key={column.key} data-number={column.number || undefined}>
                  <Skeleton
                    className={classes.bone}
                    height={11}
                    radius={6}
                    width={`${30 + ((row * 5 + index * 11) % 40)}%`}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
