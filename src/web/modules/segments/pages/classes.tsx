import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustments, IconLayoutGrid } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Columns } from '../../../kit/surface.tsx';
import { api, type Cell, type Division, type Scheme } from '../api.ts';
import { Cells } from '../parts/cells.tsx';
import classes from '../parts/classes.module.css';
import { CutsForm } from '../parts/cuts-form.tsx';
import { CutsLine } from '../parts/cuts-line.tsx';
import { MemberList } from '../parts/member-list.tsx';
import { MovesCard } from '../parts/moves-card.tsx';
import { PlaybookCard } from '../parts/playbook-card.tsx';
import { SCHEMES, viewOf } from '../parts/views.ts';

/** How the shop's customers divide, what to do with each class, and who is in it. */
export function ClassesPage(): ReactNode {
  const { t } = useTranslation('segments');
  const { scheme, chosen } = viewOf(useSearch({ strict: false }));
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery({
    ...api.read.queryOptions({ input: { scheme } }),
    // New settings are applied within a second or, in a very large shop, some more.
    refetchInterval: ({ state }) => (state.data?.dividing ? 1_000 : false),
  });
  const open = (to: Scheme, cell?: string) =>
    void navigate({ to: '/classes', search: { scheme: to, ...(cell ? { class: cell } : {}) }, replace: true });
  return (
    <>
      <PageHead title={t('menu.classes')} actions={data && <Settings division={data} />} />
      <div className={classes.chips}>
        <FilterChips<Scheme>
          label={t('view')}
          single
          options={SCHEMES.map((value) => ({ value, label: t(`schemes.${value}.name`) }))}
          chosen={[scheme]}
          onChange={([value]) => value && open(value)}
        />
      </div>
      {data ? (
        <Divided division={data} chosen={chosen} onChoose={(cell) => open(scheme, cell)} />
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Card>
          <Waiting>
            <Lines count={8} />
          </Waiting>
        </Card>
      )}
    </>
  );
}

interface DividedProps {
  division: Division;
  chosen: string | undefined;
  onChoose: (key: string) => void;
}

function Divided({ division, chosen, onChoose }: DividedProps): ReactNode {
  const { t } = useTranslation('segments');
  const { scheme, cells, missing } = division;
  const mayImport = useMay('imports.run');
  const cell = cells.find(({ key }) => key === chosen) ?? firstChosen(division);
  if (missing || !cell) {
    const step = missing !== 'customers' && mayImport && (
      <Button component={Link} to="/imports/new">
        {t('importSales')}
      </Button>
    );
    return (
      <EmptyState icon={IconLayoutGrid} step={step}>
        {t(`missing.${missing ?? 'purchases'}`)}
      </EmptyState>
    );
  }
  return (
    <>
      <Columns
        right={
          <>
            <PlaybookCard key={`${scheme} ${cell.key}`} division={division} cell={cell} />
            <MovesCard scheme={scheme} cell={cell} />
          </>
        }
      >
        <CutsLine division={division} />
        <Cells division={division} chosen={cell.key} onChoose={onChoose} />
      </Columns>
      <MemberList key={`${scheme} ${cell.key}`} scheme={scheme} cell={cell} />
    </>
  );
}

/** The best customers of the matrix; the class with most money of another scheme. */
function firstChosen({ scheme, cells }: Division): Cell | undefined {
  if (scheme === 'value-matrix') return cells.find(({ key }) => key === 'best');
  return cells.toSorted((a, b) => b.share - a.share)[0];
}

function Settings({ division }: { division: Division }): ReactNode {
  const { t } = useTranslation('segments');
  const mayEdit = useMay('classes.edit');
  const [opened, { open, close }] = useDisclosure();
  if (!mayEdit) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconAdjustments size={16} stroke={1.7} />} onClick={open}>
        {t('settings.open')}
      </Button>
      <SideDrawer opened={opened} onClose={close} title={t('settings.open')}>
        {opened && <CutsForm division={division} onDone={close} />}
      </SideDrawer>
    </>
  );
}
