import { Button, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { IconPlus, IconRubberStamp } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Form, FormRow } from '../../../kit/form.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Cards, Facts } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type StampCardView } from '../api.ts';
import { LoyaltyTabs } from '../parts/loyalty-tabs.tsx';
import classes from '../parts/loyalty.module.css';

/** Buy nine, get one: the cards that are offered, and who has stamps on them. */
export function StampsPage(): ReactNode {
  const { t } = useTranslation('loyalty');
  const manages = useMay('loyalty.manage');
  const [making, setMaking] = useState(false);
  const { data, error, refetch } = useQuery(api.stamps.list.queryOptions({ input: {} }));
  const add = manages && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
      {t('stamps.new')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('tab.stamps')} actions={data && data.items.length > 0 ? add : undefined} />
      <LoyaltyTabs />
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <CardSkeleton lines={4} />
          </Waiting>
        )
      ) : data.items.length === 0 ? (
        <EmptyState icon={IconRubberStamp} step={add || undefined}>
          {t('stamps.empty')}
        </EmptyState>
      ) : (
        <Cards width={300}>
          {data.items.map((card) => (
            <StampCard key={card.id} card={card} manages={manages} />
          ))}
        </Cards>
      )}
      <SideDrawer opened={making} onClose={() => setMaking(false)} title={t('stamps.new')}>
        <StampCardForm onDone={() => setMaking(false)} />
      </SideDrawer>
    </>
  );
}

function StampCard({ card, manages }: { card: StampCardView; manages: boolean }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const queries = useQueryClient();
  const [ending, setEnding] = useState(false);
  const end = useMutation(
    api.stamps.end.mutationOptions({ onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) }),
  );
  const goods = [...card.skus, ...card.categories].join(', ');
  return (
    <Card
      heading={card.name}
      end={<Tag tone={card.ended ? 'plain' : 'well'}>{t(card.ended ? 'stamps.ended' : 'stamps.running')}</Tag>}
    >
      <Facts
        facts={[
          [t('stamps.needed'), f.number(card.needed)],
          [t('stamps.counts'), t(`stamps.kinds.${card.counts}`)],
          [t('stamps.goods'), goods || t('stamps.all')],
          [t('stamps.reward'), card.reward.name],
          [t('stamps.from'), f.date(card.fromDay)],
          [t('stamps.holders'), f.number(card.holders)],
          [t('stamps.full'), f.number(card.rewards)],
        ]}
      />
      {manages && !card.ended && (
        <div className={classes.acts}>
          <Button size="compact-sm" variant="default" onClick={() => setEnding(true)}>
            {t('stamps.end')}
          </Button>
        </div>
      )}
      <ConfirmDialog
        opened={ending}
        onClose={() => setEnding(false)}
        title={t('stamps.endTitle', { name: card.name })}
        confirm={t('stamps.end')}
        grave
        onConfirm={() => end.mutateAsync({ id: card.id })}
      >
        {t('stamps.endAbout')}
      </ConfirmDialog>
    </Card>
  );
}

interface Draft {
  name: string;
  needed: number;
  counts: 'piece' | 'order';
  skus: string[];
  categories: string[];
  couponId: string | null;
  fromDay: string;
}

function StampCardForm({ onDone }: { onDone: () => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Draft>({
    name: '',
    needed: 9,
    counts: 'piece',
    skus: [],
    categories: [],
    couponId: null,
    fromDay: f.settings.today,
  });
  const put = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const { data: coupons } = useQuery(api.coupons.list.queryOptions({ input: { limit: 200 } }));
  const fit = coupons?.items.filter(({ code, state }) => code === null && state !== 'over') ?? [];
  const make = useMutation(
    api.stamps.create.mutationOptions({
      onSuccess: onDone,
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const problems = fieldErrors(make.error);
  return (
    <Form
      submit={t('stamps.create')}
      busy={make.isPending}
      onCancel={onDone}
      problem={isApiError(make.error) && Object.keys(problems).length === 0 ? make.error.message : undefined}
      onSubmit={(event) => {
        event?.preventDefault();
        make.mutate({ ...draft, couponId: draft.couponId ?? '' });
      }}
    >
      <TextInput
        label={t('stamps.name')}
        required
        value={draft.name}
        error={problems['name']}
        onChange={({ currentTarget }) => put({ name: currentTarget.value })}
      />
      <FormRow>
        <NumberInput
          label={t('stamps.needed')}
          min={2}
          max={100}
          allowDecimal={false}
          value={draft.needed}
          error={problems['needed']}
          onChange={(value) => put({ needed: Number(value) || 0 })}
        />
        <Select
          label={t('stamps.counts')}
          data={(['piece', 'order'] as const).map((value) => ({ value, label: t(`stamps.kinds.${value}`) }))}
          value={draft.counts}
          allowDeselect={false}
          onChange={(counts) => put({ counts: counts === 'order' ? 'order' : 'piece' })}
        />
        <TextInput
          type="date"
          label={t('stamps.from')}
          value={draft.fromDay}
          error={problems['fromDay']}
          onChange={({ currentTarget }) => currentTarget.value && put({ fromDay: currentTarget.value })}
        />
      </FormRow>
      <TagsInput
        label={t('stamps.skus')}
        placeholder={draft.skus.length === 0 ? t('stamps.all') : ''}
        value={draft.skus}
        onChange={(skus) => put({ skus })}
      />
      <TagsInput
        label={t('stamps.categories')}
        placeholder={draft.categories.length === 0 ? t('stamps.all') : ''}
        value={draft.categories}
        onChange={(categories) => put({ categories })}
      />
      <Select
        label={t('stamps.reward')}
        description={coupons && fit.length === 0 ? t('stamps.noReward') : t('stamps.rewardAbout')}
        required
        data={fit.map(({ id, name, worth }) => ({ value: id, label: [name, worth].join(' · ') }))}
        value={draft.couponId}
        error={problems['couponId']}
        onChange={(couponId) => put({ couponId })}
      />
    </Form>
  );
}
