import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { api, type EarlyGoods as Goods } from '../api.ts';
import classes from './loyalty.module.css';
import { MembersFirstFields } from './members-first.tsx';

/** Products that the counter sells to members first. */
export function EarlyGoods(): ReactNode {
  const { t } = useTranslation('loyalty');
  const manages = useMay('loyalty.manage');
  const [adding, setAdding] = useState(false);
  const { data } = useQuery(api.early.list.queryOptions({ input: {} }));
  if (!data || (!manages && data.items.length === 0)) return null;
  return (
    <Card
      heading={t('early.title')}
      end={
        manages && (
          <Button size="compact-sm" variant="light" onClick={() => setAdding(true)}>
            {t('early.add')}
          </Button>
        )
      }
    >
      <p className={classes.note}>{t(data.items.length === 0 ? 'early.empty' : 'early.about')}</p>
      <ul className={classes.terms}>
        {data.items.map((goods) => (
          <Kept key={goods.sku} goods={goods} manages={manages} />
        ))}
      </ul>
      <SideDrawer opened={adding} onClose={() => setAdding(false)} title={t('early.add')}>
        <KeepForm onDone={() => setAdding(false)} />
      </SideDrawer>
    </Card>
  );
}

function Kept({ goods: { sku, name, who, over }, manages }: { goods: Goods; manages: boolean }): ReactNode {
  const { t } = useTranslation('loyalty');
  const queries = useQueryClient();
  const open = useMutation(
    api.early.open.mutationOptions({
      onSuccess: () => toast(t('early.opened')),
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('request.failed')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  return (
    <li className={classes.claim}>
      <div>
        {[name, sku].filter(Boolean).join(' · ')} {over && <Tag tone="plain">{t('early.over')}</Tag>}
        {!over && <p className={classes.note}>{who}</p>}
      </div>
      {manages && !over && (
        <div className={classes.acts}>
          <Button size="compact-sm" variant="default" loading={open.isPending} onClick={() => open.mutate({ sku })}>
            {t('early.open')}
          </Button>
        </div>
      )}
    </li>
  );
}

function KeepForm({ onDone }: { onDone: () => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const queries = useQueryClient();
  const [draft, setDraft] = useState<{ sku: string; tiers: string[]; tiersUntil: string | null }>({
    sku: '',
    tiers: [],
    tiersUntil: null,
  });
  const keep = useMutation(
    api.early.keep.mutationOptions({
      onSuccess: onDone,
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const problems = fieldErrors(keep.error);
  return (
    <Form
      submit={t('early.save')}
      busy={keep.isPending}
      onCancel={onDone}
      problem={isApiError(keep.error) && Object.keys(problems).length === 0 ? keep.error.message : undefined}
      onSubmit={(event) => {
        event?.preventDefault();
        keep.mutate(draft);
      }}
    >
      <TextInput
        label={t('early.sku')}
        required
        value={draft.sku}
        error={problems['sku']}
        onChange={({ currentTarget }) => setDraft({ ...draft, sku: currentTarget.value })}
      />
      <MembersFirstFields
        tiers={draft.tiers}
        tiersUntil={draft.tiersUntil}
        problem={problems['tiers']}
        onChange={(change) => setDraft({ ...draft, ...change })}
      />
    </Form>
  );
}
