import { Button, NumberInput, Switch } from '@mantine/core';
import { IconUserHeart } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { Form } from '../../../kit/form.tsx';
import type { Formats } from '../../../kit/formats.ts';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type ReferralTerms, type ReferralView } from '../api.ts';
import { LoyaltyTabs } from '../parts/loyalty-tabs.tsx';
import classes from '../parts/loyalty.module.css';

/** What a recommendation brings, and who came through whom. */
export function ReferralsPage(): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const list = useKeysetList(
    api.referrals.list.infiniteOptions({ input: (cursor: string | undefined) => ({ cursor }), ...keyset }),
  );
  return (
    <>
      <PageHead title={t('tab.referrals')} />
      <LoyaltyTabs />
      <div className={classes.stack}>
        <Terms />
        <Ledger
          label={t('tab.referrals')}
          list={list}
          rowId={({ id }) => id}
          columns={columnsOf(t, f)}
          empty={
            <EmptyState small icon={IconUserHeart}>
              {t('referrals.empty')}
            </EmptyState>
          }
        />
      </div>
    </>
  );
}

const tones = { waiting: 'mind', rewarded: 'well', refused: 'plain' } as const;

function columnsOf(t: TFunction<'loyalty'>, f: Formats): LedgerColumn<ReferralView>[] {
  return [
    { key: 'friend', title: t('referrals.friendColumn'), cell: ({ friend }) => friend?.name ?? '–' },
    {
      key: 'giver',
      title: t('referrals.giverColumn'),
      cell: ({ giver }) => giver?.name ?? '–',
      phone: 'note',
    },
    {
      key: 'state',
      title: t('referrals.stateColumn'),
      cell: ({ state, why }) => (
        <>
          <Tag tone={tones[state]}>{t(`referrals.state.${state}`)}</Tag> {why}
        </>
      ),
      phone: 'leadEnd',
    },
    { key: 'at', title: t('referrals.when'), cell: ({ at }) => f.date(f.dayOf(at)), phone: 'noteEnd' },
  ];
}

function Terms(): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const manages = useMay('loyalty.manage');
  const [changing, setChanging] = useState(false);
  const { data } = useQuery(api.referrals.terms.queryOptions({ input: {} }));
  if (!data) return null;
  return (
    <Card
      heading={t('referrals.terms')}
      end={
        manages && (
          <Button size="compact-sm" variant={data.open ? 'default' : 'filled'} onClick={() => setChanging(true)}>
            {t(data.open ? 'referrals.change' : 'referrals.open')}
          </Button>
        )
      }
    >
      <ul className={classes.terms}>
        {data.open ? (
          <>
            <li>
              {t('referrals.says', { giver: f.number(data.giverPoints), friend: f.number(data.friendPoints) })}
              {data.perMonth !== null && ` ${t('referrals.saysMonth', { count: data.perMonth })}`}
            </li>
            <li>{t('referrals.rules')}</li>
          </>
        ) : (
          <li>{t('referrals.closed')}</li>
        )}
      </ul>
      <SideDrawer opened={changing} onClose={() => setChanging(false)} title={t('tab.referrals')}>
        <TermsForm terms={data} onDone={() => setChanging(false)} />
      </SideDrawer>
    </Card>
  );
}

function TermsForm({ terms, onDone }: { terms: ReferralTerms; onDone: () => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const queries = useQueryClient();
  const [draft, setDraft] = useState({ ...terms, open: terms.version === 0 ? true : terms.open });
  const save = useMutation(
    api.referrals.changeTerms.mutationOptions({
      onSuccess: onDone,
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const whole = { min: 0, allowDecimal: false, thousandSeparator: ',' };
  return (
    <Form
      submit={t('referrals.save')}
      busy={save.isPending}
      onCancel={onDone}
      problem={isApiError(save.error) ? save.error.message : undefined}
      onSubmit={(event) => {
        event?.preventDefault();
        save.mutate(draft);
      }}
    >
      <Switch
        label={t('referrals.open')}
        checked={draft.open}
        onChange={({ currentTarget }) => setDraft({ ...draft, open: currentTarget.checked })}
      />
      <NumberInput
        {...whole}
        label={t('referrals.giver')}
        value={draft.giverPoints}
        onChange={(value) => setDraft({ ...draft, giverPoints: Number(value) || 0 })}
      />
      <NumberInput
        {...whole}
        label={t('referrals.friend')}
        value={draft.friendPoints}
        onChange={(value) => setDraft({ ...draft, friendPoints: Number(value) || 0 })}
      />
      <NumberInput
        {...whole}
        min={1}
        label={t('referrals.perMonth')}
        placeholder={t('referrals.noLimit')}
        value={draft.perMonth ?? ''}
        onChange={(value) => setDraft({ ...draft, perMonth: Number(value) || null })}
      />
    </Form>
  );
}
