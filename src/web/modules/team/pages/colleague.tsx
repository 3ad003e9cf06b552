import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Cards } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Cell, type FigureView } from '../api.ts';
import { MonthPicker } from '../parts/month-picker.tsx';
import classes from '../parts/results/results.module.css';
import { TargetsForm } from '../parts/results/targets-form.tsx';
import { useValueOf } from '../parts/results/value-of.ts';

const MONTHS = 6;

/** One colleague: the month's figures with their targets, and how it was in the months before. */
export function ColleaguePage(): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const { memberId } = useParams({ strict: false }) as { memberId: string };
  const mayAim = useMay('results.manage');
  const [month, setMonth] = useState(f.settings.today.slice(0, 7));
  const [aiming, setAiming] = useState(false);
  const { data, error, refetch } = useQuery(
    api.results.read.queryOptions({ input: { memberId, month, months: MONTHS } }),
  );
  const now = data?.months[0];
  return (
    <>
      <PageHead
        title={data?.member.name ?? t('tab.results')}
        actions={mayAim && now && <Button onClick={() => setAiming(true)}>{t('result.setTargets')}</Button>}
      />
      <Button
        component={Link}
        to="/team/results"
        variant="subtle"
        size="compact-sm"
        mb={10}
        leftSection={<IconArrowLeft size={15} />}
      >
        {t('result.back')}
      </Button>
      <MonthPicker month={month} onChange={setMonth} />
      {!data || !now ? (
        error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <CardSkeleton lines={6} />
          </Waiting>
        )
      ) : (
        <>
          <Cards width={230}>
            {data.figures.map((figure) => (
              <FigureCard key={figure.key} figure={figure} cell={now.cells.find((one) => one.figure === figure.key)} />
            ))}
          </Cards>
          <Card className={classes.history} heading={t('result.history')}>
            <History figures={data.figures} months={data.months} />
          </Card>
          <SideDrawer
            opened={aiming}
            onClose={() => setAiming(false)}
            title={t('result.targetsOf', { name: data.member.name, month: f.month(`${month}-01`) })}
          >
            <TargetsForm
              memberId={memberId}
              month={month}
              figures={data.figures}
              cells={now.cells}
              onDone={() => setAiming(false)}
            />
          </SideDrawer>
        </>
      )}
    </>
  );
}

function FigureCard({ figure, cell }: { figure: FigureView; cell: Cell | undefined }): ReactNode {
  const { t } = useTranslation('team');
  const shown = useValueOf();
  const part = partOf(figure, cell);
  return (
    <Card className={classes.figure}>
      <h3>{figure.name}</h3>
      <div className={classes.big}>{shown.value(figure, cell)}</div>
      <span className={classes.about}>{shown.notes(figure, cell).join(' · ')}</span>
      {part !== null && (
        <div
          className={classes.meter}
          role="img"
          aria-label={t(cell?.reached ? 'result.reached' : 'result.missed')}
          data-reached={cell?.reached || undefined}
          style={{ '--part': `${part}%` } as React.CSSProperties}
        >
          <span />
        </div>
      )}
      <p>{figure.about}</p>
    </Card>
  );
}

/** How much of the way to the target is done, in per cent; null without one. */
function partOf({ fewer }: FigureView, cell: Cell | undefined): number | null {
  const value = cell?.money ? Number(cell.money.amount) : (cell?.value ?? null);
  if (!cell || value === null || cell.target === null) return null;
  if (cell.reached || cell.target === 0) return cell.reached ? 100 : 0;
  return Math.max(0, Math.min(99, (fewer ? cell.target / value : value / cell.target) * 100));
}

interface HistoryProps {
  figures: FigureView[];
  months: { month: string; running: boolean; cells: Cell[] }[];
}

function History({ figures, months }: HistoryProps): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const shown = useValueOf();
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('result.history')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('result.month')}</th>
            {figures.map(({ key, name }) => (
              <th key={key} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {months.map(({ month, running, cells }) => (
            <tr key={month}>
              <th scope="row">
                {f.month(`${month}-01`)}
                {running && <small>{t('result.running')}</small>}
              </th>
              {figures.map((figure) => {
                const cell = cells.find((one) => one.figure === figure.key);
                return (
                  <td key={figure.key} className={classes.value} data-reached={cell?.reached ?? undefined}>
                    {shown.value(figure, cell)}
                    {cell?.target !== null && cell !== undefined && (
                      <small>{t('result.target', { target: shown.inUnit(figure.unit, cell.target ?? 0) })}</small>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
