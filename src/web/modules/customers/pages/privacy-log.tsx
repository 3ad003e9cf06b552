import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Disclosure } from '../api.ts';
import { useDisclosureWords } from '../parts/privacy/disclosure-words.ts';
import classes from '../parts/privacy/privacy.module.css';

const KINDS = ['revealed', 'exported', 'listed', 'opened', 'packaged'] as const;
const calls = api.privacy.disclosures;

/** Settings → Who saw what: how much each colleague reads, and every reveal, export and opened card. */
export function PrivacyLogPage(): ReactNode {
  const [actor, setActor] = useState<string>();
  return (
    <div className={classes.cards}>
      <Readings actor={actor} onChoose={setActor} />
      <Log actor={actor} />
    </div>
  );
}

function Readings({ actor, onChoose }: { actor: string | undefined; onChoose: (id: string | undefined) => void }) {
  const { t } = useTranslation('customers');
  const { data } = useQuery(calls.readings.queryOptions({ input: {} }));
  if (!data || data.items.length === 0) return null;
  return (
    <Card heading={t('privacy.log.today')}>
      <p className={classes.about}>{t('privacy.log.about')}</p>
      <div className={`${classes.usage} ${classes.head}`}>
        <b>{t('privacy.log.colleague')}</b>
        {data.items[0]?.usage.map(({ kind }) => (
          <span key={kind}>{t(`privacy.log.kind.${kind}`)}</span>
        ))}
      </div>
      {data.items.map((one) => (
        <div key={one.actor.id} className={`${classes.usage} ${classes.usageRow}`}>
          <b>{one.actor.name}</b>
          {one.usage.map(({ kind, today, usual, unusual }) => (
            <span key={kind}>
              {unusual ? <Tag tone="mind">{today}</Tag> : today} <small>{t('privacy.log.usual', { usual })}</small>
            </span>
          ))}
        </div>
      ))}
      <FilterChips
        label={t('privacy.log.colleague')}
        single
        options={data.items.map(({ actor: { id, name } }) => ({ value: id, label: name }))}
        chosen={actor ? [actor] : []}
        onChange={([id]) => onChoose(id)}
      />
    </Card>
  );
}

function Log({ actor }: { actor: string | undefined }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const words = useDisclosureWords();
  const [kind, setKind] = useState<(typeof KINDS)[number]>();
  const list = useKeysetList(
    calls.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        limit: 50,
        ...(actor ? { actor } : {}),
        ...(kind ? { kind } : {}),
        ...(cursor ? { cursor } : {}),
      }),
      ...keyset,
    }),
  );
  const columns: LedgerColumn<Disclosure>[] = [
    { key: 'by', title: t('privacy.log.colleague'), cell: ({ by }) => by, phone: 'lead' },
    { key: 'what', title: t('privacy.log.what'), cell: words },
    { key: 'customer', title: t('privacy.log.customer'), cell: ({ customer }) => customer?.name ?? '' },
    { key: 'at', title: t('privacy.log.at'), cell: ({ at }) => f.dateTime(at), phone: 'leadEnd' },
  ];
  return (
    <Card heading={t('privacy.log.title')}>
      <FilterChips
        label={t('privacy.log.what')}
        single
        options={KINDS.map((value) => ({ value, label: t(`privacy.log.kind.${value}`) }))}
        chosen={kind ? [kind] : []}
        onChange={([one]) => setKind(one)}
      />
      <Ledger
        label={t('privacy.log.title')}
        columns={columns}
        list={list}
        rowId={({ id }) => id}
        empty={<p className={classes.quiet}>{t('privacy.log.none')}</p>}
      />
    </Card>
  );
}
