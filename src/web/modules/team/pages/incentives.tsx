import { Button } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { PersonAvatar } from '../../../kit/person-avatar.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type IncentiveSheet } from '../api.ts';
import { MonthPicker } from '../parts/month-picker.tsx';
import classes from '../parts/results/results.module.css';
import { useRuleSentence } from '../parts/results/rule-sentence.ts';
import { RulesForm } from '../parts/results/rules-form.tsx';
import { useValueOf } from '../parts/results/value-of.ts';
import { TeamTabs } from '../parts/team-tabs.tsx';

/** What is paid on top, from rules that everybody can read. */
export function IncentivesPage(): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const manages = useMay('results.manage');
  const [month, setMonth] = useState(f.settings.today.slice(0, 7));
  const [ruling, setRuling] = useState(false);
  const { data, error, refetch } = useQuery(
    api.results.incentives.queryOptions({ input: { month }, placeholderData: keepPreviousData }),
  );
  return (
    <>
      <PageHead title={t('tab.incentives')} actions={manages && data && <Reckoning sheet={data} />} />
      <TeamTabs />
      <MonthPicker month={month} onChange={setMonth} />
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <CardSkeleton lines={6} />
          </Waiting>
        )
      ) : (
        <>
          <Rules sheet={data} onEdit={manages && data.closed === null ? () => setRuling(true) : undefined} />
          {data.rules.length > 0 && <Sheet sheet={data} />}
          <SideDrawer
            opened={ruling}
            onClose={() => setRuling(false)}
            title={t('incentive.editTitle', { month: f.month(`${data.month}-01`) })}
          >
            <RulesForm month={data.month} figures={data.figures} rules={data.rules} onDone={() => setRuling(false)} />
          </SideDrawer>
        </>
      )}
    </>
  );
}

function Rules({ sheet, onEdit }: { sheet: IncentiveSheet; onEdit: (() => void) | undefined }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const sentence = useRuleSentence();
  const since = sheet.rulesSince
    ? t('incentive.since', { month: f.month(`${sheet.rulesSince}-01`), name: sheet.rulesBy })
    : undefined;
  return (
    <Card
      heading={t('incentive.rules')}
      note={since}
      end={
        onEdit && (
          <Button variant="default" size="compact-sm" onClick={onEdit}>
            {t('incentive.edit')}
          </Button>
        )
      }
    >
      <p className={classes.about}>{t('incentive.about')}</p>
      {sheet.rules.length === 0 ? (
        <p className={classes.note}>{t('incentive.noRules')}</p>
      ) : (
        <ul className={classes.rules}>
          {sheet.rules.map((rule) => (
            <li key={rule.id}>{sentence(rule, sheet.figures)}</li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Sheet({ sheet }: { sheet: IncentiveSheet }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const shown = useValueOf();
  const figureOf = (key: string) => sheet.figures.find((figure) => figure.key === key);
  const state = sheet.closed
    ? t('incentive.closed', { by: sheet.closed.by, day: f.date(f.dayOf(sheet.closed.at)) })
    : sheet.running
      ? t('incentive.running')
      : undefined;
  return (
    <Card heading={t('incentive.sheet')} note={state}>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('incentive.sheet')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('result.who')}</th>
              {sheet.rules.map(({ id, figure }) => (
                <th key={id} scope="col">
                  {figureOf(figure)?.name ?? figure}
                </th>
              ))}
              <th scope="col">{t('incentive.total')}</th>
            </tr>
          </thead>
          <tbody>
            {sheet.rows.map(({ member, lines, total }) => (
              <tr key={member.id}>
                <th scope="row">
                  <span className={classes.who}>
                    <PersonAvatar name={member.name} size={28} />
                    {member.name}
                  </span>
                </th>
                {sheet.rules.map(({ id, figure }) => {
                  const line = lines.find(({ ruleId }) => ruleId === id);
                  const view = figureOf(figure);
                  return (
                    <td key={id} className={classes.value}>
                      {line ? f.money(line.amount) : t('result.none')}
                      {line && view && <small>{shown.value(view, line.cell)}</small>}
                    </td>
                  );
                })}
                <td className={classes.value}>{f.money(total)}</td>
              </tr>
            ))}
          </tbody>
          {sheet.rows.length > 1 && (
            <tfoot>
              <tr>
                <th scope="row">{t('incentive.total')}</th>
                {sheet.rules.map(({ id }) => (
                  <td key={id} />
                ))}
                <td>{f.money(sheet.total)}</td>
              </tr>
            </tfoot>
          )}
        </table>
      </div>
    </Card>
  );
}

/** Reckons a month up that is over, or opens it again. */
function Reckoning({ sheet }: { sheet: IncentiveSheet }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const queries = useQueryClient();
  // What is asked stays while the dialog closes and the sheet is the other one already.
  const [asked, setAsked] = useState<{ act: 'close' | 'reopen'; open: boolean }>({ act: 'close', open: false });
  const onSettled = () => queries.invalidateQueries({ queryKey: api.key() });
  const acts = {
    close: useMutation(api.results.close.mutationOptions({ onSettled })),
    reopen: useMutation(api.results.reopen.mutationOptions({ onSettled })),
  };
  if (sheet.running || (sheet.rules.length === 0 && sheet.closed === null)) return null;
  const { month } = sheet;
  const wordsOf = (act: 'close' | 'reopen') => t(`incentive.${act}`, { month: f.month(`${month}-01`) });
  const next = sheet.closed ? 'reopen' : 'close';
  return (
    <>
      <Button variant={next === 'reopen' ? 'default' : 'filled'} onClick={() => setAsked({ act: next, open: true })}>
        {wordsOf(next)}
      </Button>
      <ConfirmDialog
        opened={asked.open}
        onClose={() => setAsked({ ...asked, open: false })}
        title={wordsOf(asked.act)}
        confirm={wordsOf(asked.act)}
        onConfirm={() => acts[asked.act].mutateAsync({ month })}
      >
        {t(`incentive.${asked.act}About`)}
      </ConfirmDialog>
    </>
  );
}
