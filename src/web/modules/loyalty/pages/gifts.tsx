import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { IconGift, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Form, FormRow } from '../../../kit/form.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Cards, Facts } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type GiftView } from '../api.ts';
import { GiftClaims } from '../parts/gift-claims.tsx';
import { EarlyGoods } from '../parts/early-goods.tsx';
import { LoyaltyTabs } from '../parts/loyalty-tabs.tsx';
import { MembersFirstFields } from '../parts/members-first.tsx';
import classes from '../parts/loyalty.module.css';

/** What points can be exchanged for, and what waits to be picked up. */
export function GiftsPage(): ReactNode {
  const { t } = useTranslation('loyalty');
  const manages = useMay('loyalty.manage');
  const [editing, setEditing] = useState<GiftView | 'new'>();
  const list = useKeysetList(
    api.gifts.list.infiniteOptions({ input: (cursor: string | undefined) => ({ cursor }), ...keyset }),
  );
  const add = manages && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
      {t('gifts.new')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('tab.gifts')} actions={list.rows && list.rows.length > 0 ? add : undefined} />
      <LoyaltyTabs />
      <div className={classes.stack}>
        <GiftClaims />
        {!list.rows ? (
          list.error ? (
            <ErrorState error={list.error} retry={list.retry} />
          ) : (
            <Waiting>
              <CardSkeleton lines={4} />
            </Waiting>
          )
        ) : list.rows.length === 0 ? (
          <EmptyState icon={IconGift} step={add || undefined}>
            {t('gifts.empty')}
          </EmptyState>
        ) : (
          <Cards width={280}>
            {list.rows.map((gift) => (
              <GiftCard key={gift.id} gift={gift} onEdit={manages ? () => setEditing(gift) : undefined} />
            ))}
          </Cards>
        )}
        {list.more && (
          <Button variant="default" onClick={list.more} loading={list.loadingMore}>
            {t('gifts.more')}
          </Button>
        )}
        <EarlyGoods />
      </div>
      <SideDrawer
        opened={editing !== undefined}
        onClose={() => setEditing(undefined)}
        title={editing === 'new' || !editing ? t('gifts.new') : editing.name}
      >
        {editing && <GiftForm gift={editing === 'new' ? null : editing} onDone={() => setEditing(undefined)} />}
      </SideDrawer>
    </>
  );
}

function GiftCard({ gift, onEdit }: { gift: GiftView; onEdit: (() => void) | undefined }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const queries = useQueryClient();
  const change = useMutation(
    api.gifts.change.mutationOptions({ onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) }),
  );
  const state = gift.ended ? 'ended' : gift.stock === 0 ? 'out' : 'offered';
  const limit = (value: number | null) => (value === null ? t('gifts.noLimit') : f.number(value));
  return (
    <Card heading={gift.name} end={<Tag tone={state === 'offered' ? 'well' : 'plain'}>{t(`gifts.${state}`)}</Tag>}>
      <Facts
        facts={[
          [t('gifts.points'), f.number(gift.points)],
          [t('gifts.stock'), limit(gift.stock)],
          [t('gifts.personLimit'), limit(gift.personLimit)],
          [t('gifts.upgrade'), gift.upgrade ? t('gifts.lifts', gift.upgrade) : ''],
          [t('early.tiers'), gift.kept ?? ''],
          [t('gifts.waiting'), f.number(gift.waiting)],
          [t('gifts.collected'), f.number(gift.collected)],
        ]}
      />
      {onEdit && (
        <div className={classes.acts}>
          <Button size="compact-sm" variant="light" onClick={onEdit}>
            {t('gifts.restock')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            loading={change.isPending}
            onClick={() => change.mutate({ id: gift.id, ended: !gift.ended })}
          >
            {t(gift.ended ? 'gifts.again' : 'gifts.end')}
          </Button>
        </div>
      )}
    </Card>
  );
}

function GiftForm({ gift, onDone }: { gift: GiftView | null; onDone: () => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const queries = useQueryClient();
  const [draft, setDraft] = useState({
    name: gift?.name ?? '',
    points: gift?.points ?? 500,
    stock: gift ? gift.stock : 10,
    personLimit: gift?.personLimit ?? null,
    tiers: gift?.tiers ?? [],
    tiersUntil: gift?.tiersUntil ?? null,
  });
  const [upgrade, setUpgrade] = useState<{ tier: string; days: number } | null>(null);
  const { data: programme } = useQuery(api.programme.read.queryOptions({ input: {} }));
  // Nobody is lifted to the first tier: everybody stands there.
  const levels = programme?.current?.rules.tiers.levels.slice(1) ?? [];
  const settle = { onSuccess: onDone, onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) };
  const make = useMutation(api.gifts.create.mutationOptions(settle));
  const change = useMutation(api.gifts.change.mutationOptions(settle));
  const act = gift ? change : make;
  const problems = fieldErrors(act.error);
  const orNull = (value: string | number) => (typeof value === 'number' ? value : null);
  const whole = { min: 0, allowDecimal: false, thousandSeparator: ',' };
  return (
    <Form
      submit={t(gift ? 'gifts.save' : 'gifts.create')}
      busy={act.isPending}
      onCancel={onDone}
      problem={isApiError(act.error) && Object.keys(problems).length === 0 ? act.error.message : undefined}
      onSubmit={(event) => {
        event?.preventDefault();
        if (gift) change.mutate({ id: gift.id, version: gift.version, ...draft });
        else make.mutate({ ...draft, upgrade });
      }}
    >
      <TextInput
        label={t('gifts.name')}
        required
        value={draft.name}
        error={problems['name']}
        onChange={({ currentTarget }) => setDraft({ ...draft, name: currentTarget.value })}
      />
      <FormRow>
        <NumberInput
          {...whole}
          label={t('gifts.points')}
          value={draft.points}
          error={problems['points']}
          onChange={(value) => setDraft({ ...draft, points: Number(value) || 0 })}
        />
        <NumberInput
          {...whole}
          label={t('gifts.stock')}
          placeholder={t('gifts.noLimit')}
          value={draft.stock ?? ''}
          error={problems['stock']}
          onChange={(value) => setDraft({ ...draft, stock: orNull(value) })}
        />
        <NumberInput
          {...whole}
          min={1}
          label={t('gifts.personLimit')}
          placeholder={t('gifts.noLimit')}
          value={draft.personLimit ?? ''}
          error={problems['personLimit']}
          onChange={(value) => setDraft({ ...draft, personLimit: orNull(value) })}
        />
      </FormRow>
      {!gift && levels.length > 0 && (
        <FormRow>
          <Select
            label={t('gifts.upgrade')}
            placeholder={t('gifts.noUpgrade')}
            description={t('gifts.upgradeAbout')}
            clearable
            data={levels.map(({ key, name }) => ({ value: key, label: name }))}
            value={upgrade?.tier ?? null}
            onChange={(tier) => setUpgrade(tier === null ? null : { days: 30, ...upgrade, tier })}
          />
          <NumberInput
            {...whole}
            min={1}
            max={3650}
            label={t('gifts.days')}
            disabled={!upgrade}
            value={upgrade?.days ?? ''}
            error={problems['upgrade.days']}
            onChange={(value) => upgrade && setUpgrade({ ...upgrade, days: Number(value) || 1 })}
          />
        </FormRow>
      )}
      <MembersFirstFields
        tiers={draft.tiers}
        tiersUntil={draft.tiersUntil}
        problem={problems['tiers']}
        onChange={(first) => setDraft({ ...draft, ...first })}
      />
    </Form>
  );
}
