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
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Columns } from '../../../kit/surface.tsx';
import { api, type Cell, type Division } from '../api.ts';
import { Cells } from '../parts/cells.tsx';
import { CutsForm } from '../parts/cuts-form.tsx';
import { CutsLine } from '../parts/cuts-line.tsx';
import { MemberList } from '../parts/member-list.tsx';
import { MovesCard } from '../parts/moves-card.tsx';
import { OwnScheme } from '../parts/own-card.tsx';
import { PlaybookCard } from '../parts/playbook-card.tsx';
import { SchemeBar } from '../parts/scheme-bar.tsx';
import { useChange } from '../parts/use-change.ts';
import { viewOf } from '../parts/views.ts';

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
  const open = (to: string, cell?: string) =>
    void navigate({ to: '/classes', search: { scheme: to, ...(cell ? { class: cell } : {}) }, replace: true });
  return (
    <>
      <PageHead title={t('menu.classes')} actions={data && <Settings division={data} />} />
      <SchemeBar page="classes" scheme={scheme} onChoose={(to) => open(to)} />
      {data ? (
        <>
          <Divided division={data} chosen={chosen} onChoose={(cell) => open(scheme, cell)} />
          <OwnScheme division={data} onGone={() => open('value-matrix')} />
        </>
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
  const { scheme, cells, missing } = division;
  const cell = cells.find(({ key }) => key === chosen) ?? firstChosen(division);
  if (missing || !cell) return <Undivided division={division} />;
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
      <MemberList key={`${scheme} ${cell.key}`} division={division} cell={cell} />
    </>
  );
}

/** Why there is nothing to see, and the one thing to do about it. */
function Undivided({ division }: { division: Division }): ReactNode {
  const { t } = useTranslation('segments');
  const mayImport = useMay('imports.run');
  const { missing, dividing, about } = division;
  if (dividing && missing !== 'off') return <EmptyState icon={IconLayoutGrid}>{t('dividing')}</EmptyState>;
  if (missing === 'off') {
    return (
      <EmptyState icon={IconLayoutGrid} step={<UseIt division={division} />}>
        {about} {t('missing.off')}
      </EmptyState>
    );
  }
  const step =
    missing === 'prospects' ? (
      <Button component={Link} to="/customers/new">
        {t('newCustomer')}
      </Button>
    ) : (
      (missing === 'purchases' || missing === 'categories') &&
      mayImport && (
        <Button component={Link} to="/imports/new">
          {t('importSales')}
        </Button>
      )
    );
  return (
    <EmptyState icon={IconLayoutGrid} step={step}>
      {t(`missing.${missing ?? 'purchases'}`)}
    </EmptyState>
  );
}

function UseIt({ division }: { division: Division }): ReactNode {
  const { t } = useTranslation('segments');
  const mayEdit = useMay('classes.edit');
  const { change } = useChange({ done: t('settings.saved') });
  const { scheme, settings } = division;
  if (!mayEdit) return undefined;
  return (
    <Button
      loading={change.isPending}
      onClick={() => change.mutate({ scheme, version: settings.version, active: true })}
    >
      {t('use')}
    </Button>
  );
}

/** The best customers of the matrix; the class with most money of another scheme. */
function firstChosen({ scheme, cells }: Division): Cell | undefined {
  if (scheme === 'value-matrix') return cells.find(({ key }) => key === 'best');
  return cells.toSorted((a, b) => b.share - a.share || b.count - a.count)[0];
}

function Settings({ division }: { division: Division }): ReactNode {
  const { t } = useTranslation('segments');
  const mayEdit = useMay('classes.edit');
  const [opened, { open, close }] = useDisclosure();
  if (!mayEdit || !division.settings.active) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconAdjustments size={16} stroke={1.7} />} onClick={open}>
        {t('settings.open')}
      </Button>
      <SideDrawer opened={opened} onClose={close} title={t('settings.openOf', { name: division.name })}>
        {opened && <CutsForm division={division} onDone={close} />}
      </SideDrawer>
    </>
  );
}
