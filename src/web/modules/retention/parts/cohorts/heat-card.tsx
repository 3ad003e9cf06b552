import { UnstyledButton } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Formats } from '../../../../kit/formats.ts';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { Cohorts } from '../../api.ts';
import classes from './cohorts.module.css';

type Row = Cohorts['rows'][number];
type Cell = Row['cells'][number];

/** A heat map that is a table: rows came together, columns are the months since. A row opens its figures. */
export function HeatCard({ cohorts }: { cohorts: Cohorts }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const [opened, setOpened] = useState<string | null>();
  const row = cohorts.rows.find(({ key }) => key === opened);
  const ages = [...new Set(cohorts.rows.flatMap(({ cells }) => cells.map(({ age }) => age)))].toSorted((a, b) => a - b);
  const nameOf = (key: Row['key']) =>
    named(key, cohorts.by, f) ?? t(cohorts.by === 'campaign' ? 'cohorts.noCampaign' : 'cohorts.unknown');
  return (
    <Card heading={t('cohorts.heat')} note={t('cohorts.incomplete')}>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('cohorts.heat')}>
        <table className={classes.heat}>
          <thead>
            <tr>
              <th scope="col">{t('cohorts.cohort')}</th>
              <th scope="col">{t('cohorts.customers')}</th>
              {ages.map((age) => (
                <th key={age} scope="col">
                  {t('cohorts.month', { n: age })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cohorts.rows.map(({ key, customers, cells }) => (
              <tr key={key ?? ''}>
                <th scope="row">
                  {cells.length === 0 ? (
                    nameOf(key)
                  ) : (
                    <UnstyledButton
                      className={classes.opens}
                      aria-expanded={key === opened}
                      onClick={() => setOpened(key === opened ? undefined : key)}
                    >
                      {nameOf(key)}
                    </UnstyledButton>
                  )}
                </th>
                <td className={classes.size}>{f.number(customers)}</td>
                {ages.map((age) => (
                  <HeatCell key={age} cell={cells.find((one) => one.age === age)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {row && (
        <section className={classes.figures} aria-label={nameOf(row.key)}>
          <h3>{nameOf(row.key)}</h3>
          <ul>
            {row.cells.map((cell) => (
              <li key={cell.age}>
                <b>{t('cohorts.month', { n: cell.age })}</b> {inWords(cell, t, f)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </Card>
  );
}

function HeatCell({ cell }: { cell: Cell | undefined }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  if (!cell) return <td />;
  return (
    <td
      className={classes.cell}
      data-open={!cell.complete || undefined}
      style={{ '--heat': `${Math.round(cell.share * 100)}%` } as React.CSSProperties}
      title={inWords(cell, t, f)}
    >
      {f.percent(cell.share)}
    </td>
  );
}

function inWords({ share, customers, of, money, low, high }: Cell, t: TFunction<'retention'>, f: Formats): string {
  return t('cohorts.share', {
    share: f.percent(share, 1),
    customers: f.number(customers),
    of: f.number(of),
    money: f.money(money, 'none'),
    low: f.percent(low),
    high: f.percent(high),
  });
}

function named(key: string | null, by: Cohorts['by'], f: Formats): string | null {
  if (key === null) return null;
  if (by === 'month') return f.month(key);
  if (by === 'quarter') return `${key.slice(0, 4)} Q${Math.ceil(Number(key.slice(5, 7)) / 3)}`;
  return key;
}
