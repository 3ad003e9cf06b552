import { Button } from '@mantine/core';
import { IconPlus, IconTrophy } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Cards, Facts } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type RewardList } from '../api.ts';
import { LoyaltyTabs } from '../parts/loyalty-tabs.tsx';
import classes from '../parts/loyalty.module.css';
import { RewardForm } from '../parts/reward-form.tsx';
import { rewardInWords, useSums } from '../parts/reward-words.ts';

/** Who is thanked for the year: lists that are reckoned, looked at, and booked. */
export function RewardsPage(): ReactNode {
  const { t } = useTranslation('loyalty');
  const [making, setMaking] = useState(false);
  const [opened, setOpened] = useState<string>();
  const { data, error, refetch } = useQuery(api.rewards.list.queryOptions({ input: {} }));
  const chosen = data?.items.find(({ id }) => id === opened);
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
      {t('rewards.new')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('tab.rewards')} actions={data && data.items.length > 0 ? add : undefined} />
      <LoyaltyTabs />
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <CardSkeleton lines={4} />
          </Waiting>
        )
      ) : chosen ? (
        <OneList list={chosen} onBack={() => setOpened(undefined)} />
      ) : data.items.length === 0 ? (
        <EmptyState icon={IconTrophy} step={add}>
          {t('rewards.empty')}
        </EmptyState>
      ) : (
        <Cards width={300}>
          {data.items.map((list) => (
            <ListCard key={list.id} list={list} onOpen={() => setOpened(list.id)} />
          ))}
        </Cards>
      )}
      <SideDrawer opened={making} onClose={() => setMaking(false)} title={t('rewards.new')}>
        <RewardForm
          onDone={(id) => {
            setMaking(false);
            setOpened(id);
          }}
        />
      </SideDrawer>
    </>
  );
}

const tones = { open: 'mind', booked: 'well', dropped: 'plain' } as const;

function ListCard({ list, onOpen }: { list: RewardList; onOpen: () => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const sums = useSums();
  const { from, until, give } = list.rules;
  return (
    <Card heading={list.name} end={<Tag tone={tones[list.state]}>{t(`rewards.state.${list.state}`)}</Tag>}>
      <p className={classes.note}>{sums(list)}</p>
      <Facts
        facts={[
          [t('rewards.by'), t('rewards.period', { from: f.date(from), until: f.date(until) })],
          [t('rewards.give'), t(`rewards.gives.${give.kind}`)],
        ]}
      />
      <div className={classes.acts}>
        <Button size="compact-sm" variant="light" onClick={onOpen}>
          {t('rewards.open')}
        </Button>
      </div>
    </Card>
  );
}

function OneList({ list, onBack }: { list: RewardList; onBack: () => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const sums = useSums();
  const queries = useQueryClient();
  const books = useMay('loyalty.adjust');
  const [booking, setBooking] = useState(false);
  const settle = { onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) };
  const book = useMutation(api.rewards.book.mutationOptions(settle));
  const drop = useMutation(api.rewards.drop.mutationOptions(settle));
  const lines = useKeysetList(
    api.rewards.lines.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: list.id, limit: 200, cursor }),
      ...keyset,
    }),
  );
  return (
    <div className={classes.stack}>
      <Card
        heading={list.name}
        note={sums(list)}
        end={<Tag tone={tones[list.state]}>{t(`rewards.state.${list.state}`)}</Tag>}
      >
        {list.decidedBy && list.state === 'booked' && (
          <p className={classes.note}>{t('rewards.decided', { name: list.decidedBy })}</p>
        )}
        <div className={classes.acts}>
          <Button size="compact-sm" variant="default" onClick={onBack}>
            {t('rewards.back')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => window.print()}>
            {t('rewards.print')}
          </Button>
          {list.state === 'open' && (
            <>
              <Button
                size="compact-sm"
                variant="default"
                loading={drop.isPending}
                onClick={() => drop.mutate({ id: list.id })}
              >
                {t('rewards.drop')}
              </Button>
              {books && (
                <Button size="compact-sm" onClick={() => setBooking(true)}>
                  {t('rewards.book')}
                </Button>
              )}
            </>
          )}
        </div>
      </Card>
      <Ledger
        label={list.name}
        list={lines}
        rowId={({ place }) => String(place)}
        columns={[
          { key: 'customer', title: t('rewards.customer'), cell: ({ customer }) => customer?.name ?? '–' },
          { key: 'measure', title: t('rewards.measure'), cell: ({ measure }) => measure, number: true, phone: 'note' },
          {
            key: 'reward',
            title: t('rewards.reward'),
            cell: (line) => rewardInWords(t, f, list.rules.give.kind, line),
            number: true,
            phone: 'leadEnd',
          },
          {
            key: 'place',
            title: t('rewards.place'),
            cell: ({ place }) => f.number(place),
            number: true,
            phone: 'noteEnd',
          },
        ]}
        empty={
          <EmptyState small icon={IconTrophy}>
            {t('rewards.nobody')}
          </EmptyState>
        }
      />
      <ConfirmDialog
        opened={booking}
        onClose={() => setBooking(false)}
        title={t('rewards.bookTitle', { name: list.name })}
        confirm={t('rewards.book')}
        grave
        onConfirm={() => book.mutateAsync({ id: list.id })}
      >
        {t('rewards.bookAbout', { sums: sums(list) })}
      </ConfirmDialog>
    </div>
  );
}
