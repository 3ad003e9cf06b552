import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card, Facts } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Cell } from '../api.ts';
import classes from './classes.module.css';

/** Who came into a class and left it, lately and month by month. */
export function MovesCard({ scheme, cell }: { scheme: string; cell: Cell }): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  const { data } = useQuery(api.moves.queryOptions({ input: { scheme } }));
  const people = (sign: '+' | '−', count: number) =>
    t('moves.people', { number: (count === 0 ? '' : sign) + f.number(count) });
  const months = (data?.months ?? []).flatMap(({ month, cells }) => {
    const own = cells.find(({ key }) => key === cell.key);
    return own ? [{ month, ...own }] : [];
  });
  return (
    <Card heading={t('moves.title')}>
      <Facts
        facts={[
          [
            t('moves.entered'),
            <span key="entered" className={cell.entered > 0 ? classes.entered : undefined}>
              {people('+', cell.entered)}
            </span>,
          ],
          [
            t('moves.left'),
            <span key="left" className={cell.left > 0 ? classes.left : undefined}>
              {people('−', cell.left)}
            </span>,
          ],
        ]}
      />
      {months.length > 1 ? (
        <table className={classes.months}>
          <thead>
            <tr>
              <th scope="col">{t('moves.month')}</th>
              <th scope="col">{t('moves.count')}</th>
              <th scope="col">{t('moves.entered')}</th>
              <th scope="col">{t('moves.left')}</th>
            </tr>
          </thead>
          <tbody>
            {months.map(({ month, count, entered, left }) => (
              <tr key={month}>
                <td>{f.month(`${month}-01`)}</td>
                <td>{f.number(count)}</td>
                <td>{f.number(entered)}</td>
                <td>{f.number(left)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        data && <p className={classes.quiet}>{t('moves.none')}</p>
      )}
      <p className={classes.further}>
        <Link to="/classes/months" search={{ scheme }}>
          {t('moves.further')}
        </Link>
      </p>
    </Card>
  );
}
