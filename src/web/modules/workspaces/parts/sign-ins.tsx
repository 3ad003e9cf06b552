import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { KeysetList } from '../../../api/lists.ts';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type SignInView } from '../api.ts';
import classes from './door.module.css';
import { machineOf } from './machine.ts';

const input = (cursor: string | undefined) => ({ limit: 10, ...(cursor ? { cursor } : {}) });

/** When somebody came in as oneself, or tried to. */
export function MySignIns(): ReactNode {
  return <SignIns list={useKeysetList(api.signIns.mine.infiniteOptions({ input, ...keyset }))} />;
}

/** The same of everybody, for the owner. */
export function TeamSignIns(): ReactNode {
  return <SignIns named list={useKeysetList(api.signIns.team.infiniteOptions({ input, ...keyset }))} />;
}

function SignIns({ list, named = false }: { list: KeysetList<SignInView>; named?: boolean }): ReactNode {
  const { t } = useTranslation('workspaces');
  const f = useFormats();
  return (
    <Card heading={t('signIns.title')}>
      {!named && <p className={classes.about}>{t('signIns.about')}</p>}
      <Ledger
        label={t('signIns.title')}
        columns={columnsFor(t, f, named)}
        list={list}
        rowId={({ id }) => id}
        empty={<p className={classes.small}>{t('signIns.none')}</p>}
      />
    </Card>
  );
}

function columnsFor(
  t: TFunction<'workspaces'>,
  f: ReturnType<typeof useFormats>,
  named: boolean,
): LedgerColumn<SignInView>[] {
  const who: LedgerColumn<SignInView> = {
    key: 'who',
    title: t('signIns.who'),
    cell: ({ name }) => name,
    phone: 'lead',
  };
  return [
    ...(named ? [who] : []),
    {
      key: 'result',
      title: t('signIns.result'),
      cell: ({ outcome, way }) => <Result outcome={outcome} way={way} />,
      phone: named ? 'note' : 'lead',
    },
    {
      key: 'from',
      title: t('signIns.from'),
      cell: ({ ip, userAgent }) => [machineOf(userAgent), ip].filter(Boolean).join(' · '),
      phone: 'note',
    },
    { key: 'at', title: t('signIns.at'), cell: ({ at }) => f.dateTime(at), phone: 'leadEnd' },
  ];
}

function Result({ outcome, way }: Pick<SignInView, 'outcome' | 'way'>): ReactNode {
  const { t } = useTranslation('workspaces');
  if (outcome === 'in') return t(`signIns.way.${way}`);
  return <Tag tone="mind">{t(`signIns.outcome.${outcome}`)}</Tag>;
}
