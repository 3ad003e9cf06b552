import { Button } from '@mantine/core';
import { IconClover, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Cards, Facts } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type DrawView } from '../api.ts';
import { DrawForm } from '../parts/draw-form.tsx';
import { DrawOdds } from '../parts/draw-odds.tsx';
import { DrawResults } from '../parts/draw-results.tsx';
import { LoyaltyTabs } from '../parts/loyalty-tabs.tsx';
import classes from '../parts/loyalty.module.css';

/** Lucky draws: made, published as they are, and proved. */
export function DrawsPage(): ReactNode {
  const { t } = useTranslation('loyalty');
  const manages = useMay('loyalty.manage');
  const [editing, setEditing] = useState<DrawView | 'new'>();
  const [openedId, setOpenedId] = useState<string>();
  const { data, error, refetch } = useQuery(api.draws.list.queryOptions({ input: {} }));
  const opened = data?.items.find(({ id }) => id === openedId);
  const add = manages && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
      {t('draws.new')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('tab.draws')} actions={data && data.items.length > 0 && !opened ? add : undefined} />
      <LoyaltyTabs />
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <CardSkeleton lines={4} />
          </Waiting>
        )
      ) : opened ? (
        <DrawResults draw={opened} onBack={() => setOpenedId(undefined)} />
      ) : data.items.length === 0 ? (
        <EmptyState icon={IconClover} step={add || undefined}>
          {t('draws.empty')}
        </EmptyState>
      ) : (
        <Cards width={320}>
          {data.items.map((draw) => (
            <DrawCard
              key={draw.id}
              draw={draw}
              onOpen={() => setOpenedId(draw.id)}
              onEdit={manages ? () => setEditing(draw) : undefined}
            />
          ))}
        </Cards>
      )}
      <SideDrawer
        opened={editing !== undefined}
        onClose={() => setEditing(undefined)}
        title={editing === 'new' || !editing ? t('draws.new') : editing.name}
      >
        {editing && <DrawForm draw={editing === 'new' ? null : editing} onDone={() => setEditing(undefined)} />}
      </SideDrawer>
    </>
  );
}

const tones = { draft: 'mind', coming: 'teal', open: 'well', over: 'plain' } as const;

interface CardProps {
  draw: DrawView;
  onOpen: () => void;
  /** Only for who may manage. */
  onEdit: (() => void) | undefined;
}

function DrawCard({ draw, onOpen, onEdit }: CardProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const { state, points, orderFrom, dayLimit, personLimit, tries, won } = draw;
  const money = (amount: string) => f.money({ amount, currency: f.settings.baseCurrency });
  return (
    <Card heading={draw.name} end={<Tag tone={tones[state]}>{t(`draws.state.${state}`)}</Tag>}>
      <DrawOdds draw={draw} />
      <Facts
        facts={[
          [t('draws.days'), t('draws.period', { from: f.date(draw.fromDay), until: f.date(draw.untilDay) })],
          [
            t('draws.cost'),
            [
              points > 0 ? t('draws.costPoints', { points: f.number(points) }) : t('draws.costFree'),
              orderFrom && t('draws.perOrder', { amount: money(orderFrom) }),
            ]
              .filter(Boolean)
              .join(' · '),
          ],
          [
            t('draws.limits'),
            [
              dayLimit !== null && t('draws.limitDay', { count: dayLimit }),
              personLimit !== null && t('draws.limitEver', { count: personLimit }),
            ]
              .filter(Boolean)
              .join(' · '),
          ],
          [
            t('draws.tried'),
            state === 'draft' ? '' : t('draws.triedOf', { tries: f.number(tries), won: f.number(won) }),
          ],
          [t('draws.spent'), Number(draw.cost.amount) > 0 ? f.money(draw.cost) : ''],
        ]}
      />
      <div className={classes.acts}>
        {state !== 'draft' && (
          <Button size="compact-sm" variant="light" onClick={onOpen}>
            {t('draws.open')}
          </Button>
        )}
        {onEdit && <Acts draw={draw} onEdit={onEdit} />}
      </div>
    </Card>
  );
}

type Asked = 'publish' | 'drop' | 'end';

function Acts({ draw, onEdit }: { draw: DrawView; onEdit: () => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked>();
  const settle = { onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) };
  const publish = useMutation(
    api.draws.publish.mutationOptions({ ...settle, onSuccess: () => toast(t('draws.published')) }),
  );
  const drop = useMutation(api.draws.drop.mutationOptions(settle));
  const end = useMutation(api.draws.end.mutationOptions(settle));
  const { id, name, version, state } = draw;
  const acts = {
    publish: () => publish.mutateAsync({ id, version }),
    drop: () => drop.mutateAsync({ id }),
    end: () => end.mutateAsync({ id }),
  };
  const button = (act: Asked, main = false) => (
    <Button size="compact-sm" variant={main ? 'filled' : 'default'} onClick={() => setAsked(act)}>
      {t(`draws.${act}`)}
    </Button>
  );
  return (
    <>
      {state === 'draft' && (
        <>
          {button('publish', true)}
          <Button size="compact-sm" variant="default" onClick={onEdit}>
            {t('draws.change')}
          </Button>
          {button('drop')}
        </>
      )}
      {(state === 'open' || state === 'coming') && button('end')}
      <ConfirmDialog
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={t(`draws.${asked ?? 'publish'}Title`, { name })}
        confirm={t(`draws.${asked ?? 'publish'}`)}
        grave
        onConfirm={() => acts[asked ?? 'publish']()}
      >
        {t(`draws.${asked ?? 'publish'}About`)}
      </ConfirmDialog>
    </>
  );
}
