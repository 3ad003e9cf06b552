import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../../api/lists.ts';
import { useMay } from '../../../../api/session.ts';
import { ErrorState } from '../../../../kit/error-state.tsx';
import { CardSkeleton, Waiting } from '../../../../kit/skeletons.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type ListColumnView } from '../../api.ts';
import type { CustomerRow } from '../ledger-columns.tsx';
import { listOf, type ListSearch } from '../list-search.ts';
import { STAGES, type Stage } from '../stages.ts';
import { BoardCard } from './board-card.tsx';
import classes from './board.module.css';
import { foundBy } from './found.tsx';
import { MoveDialog, type Move } from './move-dialog.tsx';
import { useDragging } from './use-dragging.ts';

/** Customers by stage: drawn to another column, or moved by the menu of their card, they change it. */
export function Board({
  search,
  registered,
}: {
  search: ListSearch;
  registered: readonly ListColumnView[];
}): ReactNode {
  const { t } = useTranslation('customers');
  const mayEdit = useMay('customers.edit');
  const [move, setMove] = useState<Move | null>(null);
  const ask = (customer: CustomerRow, to: string) => {
    const stage = STAGES.find((one) => one === to);
    if (stage && stage !== customer.stage) setMove({ customer, to: stage });
  };
  const dragging = useDragging<CustomerRow>(ask);
  const asked = listOf(search.filter?.['stage']);
  const shown = asked.length > 0 ? STAGES.filter((stage) => asked.includes(stage)) : STAGES;
  const columns = registered.flatMap(({ key }) => (key === 'spent' || key === 'lastOn' ? key : [])).join(',');
  return (
    <>
      <div className={classes.board} role="group" aria-label={t('layout.board')} tabIndex={0}>
        {shown.map((stage) => (
          <Column key={stage} stage={stage} search={search} columns={columns} over={dragging.over === stage}>
            {(row) => (
              <BoardCard
                key={row.id}
                row={row}
                {...(mayEdit
                  ? { onMove: (to: Stage) => ask(row, to), grip: dragging.gripOf(row), held: dragging.held === row }
                  : {})}
              />
            )}
          </Column>
        ))}
      </div>
      <MoveDialog move={move} onClose={() => setMove(null)} />
    </>
  );
}

interface ColumnProps {
  stage: Stage;
  search: ListSearch;
  columns: string;
  over: boolean;
  children: (row: CustomerRow) => ReactNode;
}

function Column({ stage, search, columns, over, children }: ColumnProps): ReactNode {
  const { t } = useTranslation('customers');
  const { t: kit } = useTranslation('kit');
  const f = useFormats();
  const list = useKeysetList(
    api.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...foundBy(search),
        within: JSON.stringify({ stage: [stage] }),
        sort: search.sort ?? 'name',
        limit: 30,
        ...(columns ? { columns } : {}),
        ...(cursor ? { cursor } : {}),
      }),
      ...keyset,
    }),
  );
  return (
    <section
      className={classes.column}
      data-drop={stage}
      data-over={over || undefined}
      aria-label={t(`stage.${stage}`)}
    >
      <h2>
        {t(`stage.${stage}`)} <small>{list.count && f.count(list.count)}</small>
      </h2>
      {list.rows === undefined &&
        (list.error ? (
          <ErrorState error={list.error} retry={list.retry} small />
        ) : (
          <Waiting>
            <CardSkeleton lines={2} />
          </Waiting>
        ))}
      <div className={classes.cards}>{list.rows?.map(children)}</div>
      {list.rows?.length === 0 && <p className={classes.nobody}>{t('layout.nobody')}</p>}
      {list.more && (
        <Button variant="subtle" size="compact-md" loading={list.loadingMore} onClick={list.more}>
          {kit('ledger.more')}
        </Button>
      )}
    </section>
  );
}
