import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Forecast } from '../../../../../modules/retention/predictions/contract.ts';
import type { Formats } from '../../../../kit/formats.ts';
import { allRows, type LedgerColumn } from '../../../../kit/ledger/columns.ts';
import { Ledger } from '../../../../kit/ledger/ledger.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { Tag } from '../../../../kit/tag.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import classes from './predictions.module.css';

type TestCard = NonNullable<Forecast['card']>;
type Bin = TestCard['bins'][number] & { place: number };
type ModelError = TestCard['errors'][number];

/** What came of the weeks that were held back: in words first, then in figures. */
export function Trust({ card }: { card: TestCard }): ReactNode {
  const { t } = useTranslation('retention');
  const { t: any } = useTranslation();
  const f = useFormats();
  return (
    <Card heading={t('predictions.test')}>
      <ul className={classes.sentences}>
        {card.sentences.map(({ key, values }) => (
          <li key={key}>{any(key, values)}</li>
        ))}
      </ul>
      {card.bins.length > 0 && (
        <>
          <h3 className={classes.heading}>{t('predictions.bins')}</h3>
          <Ledger
            label={t('predictions.bins')}
            columns={binColumns(t, f)}
            list={allRows(card.bins.map((bin, index) => ({ ...bin, place: index + 1 })))}
            rowId={({ place }) => String(place)}
          />
        </>
      )}
      <h3 className={classes.heading}>{t('predictions.errors')}</h3>
      <Ledger
        label={t('predictions.errors')}
        columns={errorColumns(t, f)}
        list={allRows(card.errors)}
        rowId={({ model }) => model}
      />
    </Card>
  );
}

function binColumns(t: TFunction<'retention'>, f: Formats): LedgerColumn<Bin>[] {
  return [
    { key: 'group', title: t('predictions.bin.group'), cell: ({ place }) => t('predictions.bin.name', { n: place }) },
    {
      key: 'customers',
      title: t('predictions.bin.customers'),
      cell: ({ customers }) => f.number(customers),
      number: true,
      phone: 'absent',
    },
    {
      key: 'said',
      title: t('predictions.bin.said'),
      cell: ({ said }) => f.percent(said),
      number: true,
      phone: 'note',
    },
    {
      key: 'came',
      title: t('predictions.bin.came'),
      cell: ({ came }) => f.percent(came),
      number: true,
      phone: 'leadEnd',
    },
  ];
}

function errorColumns(t: TFunction<'retention'>, f: Formats): LedgerColumn<ModelError>[] {
  return [
    {
      key: 'model',
      title: t('predictions.error.model'),
      cell: ({ model, chosen }) => (
        <>
          {t(`predictions.model.${model}`)} {chosen && <Tag tone="well">{t('predictions.error.chosen')}</Tag>}
        </>
      ),
    },
    {
      key: 'error',
      title: t('predictions.error.error'),
      cell: ({ error }) => f.number(error, 2),
      number: true,
      phone: 'leadEnd',
    },
  ];
}
