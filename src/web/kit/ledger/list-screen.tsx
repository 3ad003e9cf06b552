import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState, type ComponentProps, type ReactNode } from 'react';
import { EmptyState } from '../empty-state.tsx';
import { PageHead } from '../page-head.tsx';
import { SideDrawer } from '../side-drawer.tsx';
import { Columns } from '../surface.tsx';
import type { LedgerProps } from './columns.ts';
import { Ledger } from './ledger.tsx';

interface ListScreenProps<Row> extends Pick<LedgerProps<Row>, 'columns' | 'list' | 'rowId' | 'rowLink'> {
  title: string;
  /** The screens of the same section. */
  tabs: ReactNode;
  icon: ComponentProps<typeof EmptyState>['icon'];
  /** What an empty screen teaches. */
  empty: string;
  /** Absent for whoever may only look. */
  add?: { words: string; heading?: string; form: (done: () => void) => ReactNode } | undefined;
  /** Stands beside the rows. */
  beside?: ReactNode;
}

/** A list that fills a screen: something new is begun in a drawer, by the button above or, while there is nothing, within. */
export function ListScreen<Row>({ title, tabs, icon, empty, add, beside, ...rows }: ListScreenProps<Row>): ReactNode {
  const [adding, setAdding] = useState(false);
  const close = () => setAdding(false);
  const begin = add && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      {add.words}
    </Button>
  );
  const ledger = (
    <Ledger
      label={title}
      {...rows}
      empty={
        <EmptyState icon={icon} step={begin}>
          {empty}
        </EmptyState>
      }
    />
  );
  return (
    <>
      <PageHead title={title} actions={(rows.list.rows?.length ?? 0) > 0 ? begin : undefined} />
      {tabs}
      {beside ? <Columns right={beside}>{ledger}</Columns> : ledger}
      {add && (
        <SideDrawer opened={adding} onClose={close} title={add.heading ?? add.words}>
          {add.form(close)}
        </SideDrawer>
      )}
    </>
  );
}
