import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type CleanUpItem } from '../api.ts';
import classes from '../parts/living/living.module.css';
import { useCheck } from '../parts/living/use-check.ts';
import { CLEAN_UP_KINDS, type CleanUpKind } from '../parts/living/kinds.ts';

/** Cards to go over once a quarter: whoever cannot be reached, wrong numbers, old facts, likely doubles. */
export function CleanUpPage(): ReactNode {
  const { t } = useTranslation('customers');
  const { t: kit } = useTranslation('kit');
  const { kind } = useSearch({ strict: false }) as { kind: CleanUpKind };
  const list = useKeysetList(
    api.living.cleanUp.infiniteOptions({
      input: (cursor: string | undefined) => ({ kind, limit: 30, ...(cursor ? { cursor } : {}) }),
      ...keyset,
    }),
  );
  return (
    <>
      <PageHead title={t('cleanUp.title')} note={t('cleanUp.note')} />
      <Kinds kind={kind} />
      {list.error !== null && list.error !== undefined && <ErrorState error={list.error} retry={list.retry} />}
      <div className={classes.list}>
        {!list.rows && !list.error && (
          <Waiting>
            <CardSkeleton lines={2} />
            <CardSkeleton lines={2} />
          </Waiting>
        )}
        {list.rows?.length === 0 && <EmptyState icon={IconSparkles}>{t('cleanUp.none')}</EmptyState>}
        {list.rows?.map((item) => (
          <Item key={item.customer.id} item={item} kind={kind} />
        ))}
        {list.more && (
          <Button variant="subtle" loading={list.loadingMore} onClick={list.more}>
            {kit('ledger.more')}
          </Button>
        )}
      </div>
    </>
  );
}

/** With the doubles, which have a page of their own. */
function Kinds({ kind }: { kind: CleanUpKind }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const navigate = useNavigate();
  const { data } = useQuery(api.living.summary.queryOptions({ input: {} }));
  const doubles = data?.doubles;
  const options = [
    ...CLEAN_UP_KINDS.map((value) => ({
      value: value as string,
      label: t(`cleanUp.${value}`),
      ...(data ? { count: f.count(data[value]) } : {}),
    })),
    ...(doubles ? [{ value: 'doubles', label: t('cleanUp.doubles'), count: f.count(doubles) }] : []),
  ];
  const go = ([value]: string[]) => {
    if (value === 'doubles') void navigate({ to: '/customers/duplicates' });
    else if (value) void navigate({ to: '/customers/clean-up', search: { kind: value as CleanUpKind } });
  };
  return <FilterChips label={t('cleanUp.which')} options={options} chosen={[kind]} onChange={go} single />;
}

function Item({ item, kind }: { item: CleanUpItem; kind: CleanUpKind }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const check = useCheck();
  const { customer, factsOn } = item;
  const { id, name, phone, email } = customer;
  const reach = [phone, email].filter(Boolean).join(' · ');
  const age = factsOn ? t('cleanUp.factsOn', { age: f.age(factsOn) }) : t('cleanUp.never');
  return (
    <Card>
      <div className={classes.item}>
        <span className={classes.who}>
          <Link to="/customers/$id" params={{ id }}>
            {name}
          </Link>
          <small>{[reach || t('cleanUp.noWay'), age].join(' · ')}</small>
        </span>
        <span className={classes.itemActs}>
          {kind === 'old' && (
            <Button
              size="compact-md"
              aria-label={t('cleanUp.stillNamed', { name })}
              onClick={() => check(customer, 'still')}
            >
              {t('cleanUp.still')}
            </Button>
          )}
          <Button
            size="compact-md"
            variant={kind === 'old' ? 'default' : 'filled'}
            aria-label={t('cleanUp.askNamed', { name })}
            onClick={() => check(customer, 'ask')}
          >
            {t('cleanUp.ask')}
          </Button>
          <Button
            size="compact-md"
            variant="default"
            aria-label={t('cleanUp.fixNamed', { name })}
            component={Link}
            to={`/customers/${id}`}
          >
            {t('cleanUp.fix')}
          </Button>
          <Button
            size="compact-md"
            variant="subtle"
            aria-label={t('cleanUp.checkedNamed', { name })}
            onClick={() => check(customer, 'checked')}
          >
            {t('cleanUp.checked')}
          </Button>
        </span>
      </div>
    </Card>
  );
}
