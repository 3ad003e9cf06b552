import { Button } from '@mantine/core';
import { IconClover } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type DrawnTry, type DrawView } from '../api.ts';
import { DrawOdds } from './draw-odds.tsx';
import classes from './loyalty.module.css';

/** Every try of a draw, and all that anybody needs to tell its number again. */
export function DrawResults({ draw, onBack }: { draw: DrawView; onBack: () => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const list = useKeysetList(
    api.draws.tries.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: draw.id, limit: 100, cursor }),
      ...keyset,
    }),
  );
  return (
    <div className={classes.stack}>
      <Card
        heading={draw.name}
        end={
          <Button size="compact-sm" variant="default" onClick={onBack}>
            {t('draws.back')}
          </Button>
        }
      >
        <p>{t('draws.proofAbout')}</p>
        <dl className={classes.proof}>
          <dt>{t('draws.hash')}</dt>
          <dd>{draw.seedHash}</dd>
          <dt>{t('draws.seed')}</dt>
          <dd>{draw.seed ?? t('draws.seedLater')}</dd>
        </dl>
        <p className={classes.note}>{t('draws.formula')}</p>
        <DrawOdds draw={draw} numbers />
      </Card>
      <Ledger
        label={t('draws.tries')}
        list={list}
        rowId={(row) => row.id}
        columns={[
          {
            key: 'customer',
            title: t('draws.customer'),
            cell: ({ customer }) => whoDrew(customer),
          },
          {
            key: 'result',
            title: t('draws.result'),
            cell: ({ prize, missed }) =>
              [prize?.name ?? t('draws.nothing'), missed && t('draws.missed', { name: missed })]
                .filter(Boolean)
                .join(' · '),
            phone: 'note',
          },
          { key: 'no', title: t('draws.no'), cell: ({ no }) => f.number(no), number: true, phone: 'leadEnd' },
          {
            key: 'number',
            title: t('draws.number'),
            cell: ({ number }) => String(number),
            number: true,
            phone: 'absent',
          },
          { key: 'at', title: t('draws.at'), cell: ({ at }) => f.dateTime(at), phone: 'noteEnd' },
        ]}
        empty={
          <EmptyState small icon={IconClover}>
            {t('draws.noTries')}
          </EmptyState>
        }
      />
    </div>
  );
}

function whoDrew(customer: DrawnTry['customer']): ReactNode {
  if (!customer) return '–';
  return (
    <Link to="/customers/$id" params={{ id: customer.id }}>
      {customer.name}
    </Link>
  );
}
