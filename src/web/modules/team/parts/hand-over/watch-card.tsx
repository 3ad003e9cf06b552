import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type HandOverWatch } from '../../api.ts';
import classes from './hand-over.module.css';

type Rate = HandOverWatch['since']['handed'];

/** Do those who were handed over stay as the others do, and as they did before? */
export function WatchCard({ id }: { id: string }): ReactNode {
  const { t } = useTranslation('team');
  const { data } = useQuery(api.handOver.watch.queryOptions({ input: { id } }));
  if (!data) return null;
  return (
    <Card heading={t('handOver.watch')} note={t('handOver.watchDay', { days: data.days, of: data.of })}>
      <p className={classes.about}>
        {data.days < 1 ? t('handOver.watchSoon') : t('handOver.watchAbout', { days: data.days })}
      </p>
      {data.days > 0 && <Compared data={data} />}
    </Card>
  );
}

function Compared({ data }: { data: HandOverWatch }): ReactNode {
  const { t } = useTranslation('team');
  return (
    <table className={classes.watch}>
      <thead>
        <tr>
          <th scope="col">{t('handOver.watchWho')}</th>
          <th scope="col">{t('handOver.watchSince')}</th>
          <th scope="col">{t('handOver.watchBefore')}</th>
        </tr>
      </thead>
      <tbody>
        {(['handed', 'rest'] as const).map((group) => (
          <tr key={group}>
            <th scope="row">{t(`handOver.group.${group}`)}</th>
            <td>
              <Share rate={data.since[group]} />
            </td>
            <td>
              <Share rate={data.before[group]} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Share({ rate: { customers, back } }: { rate: Rate }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  return (
    <>
      {customers === 0 ? '–' : f.percent(back / customers)}
      <small>{t('handOver.backOf', { back, customers })}</small>
    </>
  );
}
