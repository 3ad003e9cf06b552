import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ExplainButton } from '../../../kit/explain.tsx';
import type { Formats } from '../../../kit/formats.ts';
import { allRows, type LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Effect } from '../api.ts';
import classes from './classes.module.css';

type EffectRow = Effect['rows'][number];

/** Those who were cared for, beside those of the same class who were left alone. */
export function DidItMove({ scheme, months }: { scheme: string; months: number }): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  const { data } = useQuery(api.effect.queryOptions({ input: { scheme, months } }));
  if (!data || data.rows.length === 0) return null;
  return (
    <>
      <h2 className={classes.members}>{t('effect.title')}</h2>
      <p className={classes.before}>{t('effect.about', { from: f.date(data.from) })}</p>
      <Ledger<EffectRow>
        label={t('effect.title')}
        columns={columnsOf(t, f)}
        list={allRows(data.rows)}
        rowId={({ key }) => key}
      />
    </>
  );
}

const TONES = { more: 'well', less: 'act', unclear: 'plain', 'too-few': 'plain' } as const;

function columnsOf(t: TFunction<'segments'>, f: Formats): LedgerColumn<EffectRow>[] {
  const of = ({ up, count }: EffectRow['alone']) => t('effect.of', { up: f.number(up), count: f.number(count) });
  return [
    { key: 'name', title: t('effect.class'), cell: ({ name }) => name },
    {
      key: 'contacted',
      title: t('effect.contacted'),
      cell: ({ contacted }) => of(contacted),
      number: true,
      phone: 'absent',
    },
    { key: 'alone', title: t('effect.alone'), cell: ({ alone }) => of(alone), number: true, phone: 'absent' },
    {
      key: 'difference',
      title: t('effect.difference'),
      cell: ({ difference, name, explanation }) => (
        <span className={classes.withSign}>
          {difference === null ? '–' : signed(f, difference.value)}
          <ExplainButton name={name} explanation={explanation} />
        </span>
      ),
      number: true,
      phone: 'leadEnd',
    },
    {
      key: 'verdict',
      title: t('effect.verdict'),
      cell: ({ verdict }) => <Tag tone={TONES[verdict]}>{t(`effect.${verdict}`)}</Tag>,
      phone: 'note',
    },
  ];
}

function signed(f: Formats, share: number): string {
  return `${share > 0 ? '+' : share < 0 ? '−' : ''}${f.percent(Math.abs(share), 1)}`;
}
