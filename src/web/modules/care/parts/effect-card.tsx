import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelKind } from '../../../../modules/care/shapes-contract.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { ExplainButton } from '../../../kit/explain.tsx';
import { Figure, FigureStrip } from '../../../kit/figure.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type CampaignEffect, type OpenedCampaign } from '../api.ts';
import { againWhileMoving } from './campaign-state.tsx';
import classes from './care.module.css';
import { useVerdict } from './verdict.ts';

type CameBack = 'delivered' | 'opened' | 'clicked' | 'answered' | 'unsubscribed';

/** What can come back by which way; of what colleagues do, only that they were asked to. */
const CAME_BACK: Readonly<Partial<Record<ChannelKind, readonly CameBack[]>>> = {
  email: ['delivered', 'opened', 'clicked', 'answered', 'unsubscribed'],
  sms: ['delivered', 'clicked', 'answered'],
  wechat: ['delivered', 'clicked', 'answered'],
  wecom: ['delivered', 'clicked', 'answered'],
  page: ['delivered', 'opened', 'clicked'],
  webhook: ['delivered', 'clicked', 'answered'],
};
const ONLY_SENT: readonly CameBack[] = ['delivered'];

/** What it brought, against those who were left in peace; where nobody can tell, it says so. */
export function EffectCard({ campaign }: { campaign: OpenedCampaign }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const { data, error, refetch } = useQuery(
    api.campaigns.effect.queryOptions({
      input: { id: campaign.id },
      staleTime: 0,
      refetchInterval: againWhileMoving(campaign.state),
    }),
  );
  const rules = useQuery(api.settings.read.queryOptions({ input: {} })).data;
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} small />;
  if (!data || data.why === 'notSent') return null;
  const note = (key: CameBack) => {
    const { count, of } = data[key];
    const off =
      (key === 'opened' && rules?.trackOpens === false) || (key === 'clicked' && rules?.trackClicks === false);
    if (off && count === 0) return t('effect.notCounted');
    return of === 0 ? undefined : f.percent(count / of, 1);
  };
  return (
    <>
      <FigureStrip label={t('effect.cameBack')}>
        {(CAME_BACK[campaign.channel.kind] ?? ONLY_SENT).map((key) => (
          <Figure key={key} label={t(`effect.${key}`)} value={f.number(data[key].count)} note={note(key)} />
        ))}
        <Figure label={t('effect.cost')} value={f.money(data.cost)} />
      </FigureStrip>
      <Card
        heading={t('effect.title')}
        note={
          data.until === null
            ? undefined
            : t(data.preliminary ? 'effect.preliminary' : 'effect.final', { day: f.date(f.dayOf(data.until)) })
        }
        className={classes.gap}
      >
        <Versus effect={data} />
        <Verdict effect={data} margin={campaign.marginPercent} />
      </Card>
      {data.variants.length > 1 && <Variants effect={data} />}
    </>
  );
}

function Versus({ effect: { treated, held } }: { effect: CampaignEffect }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const row = (name: string, arm: CampaignEffect['treated']) => [
    <span key={name}>{t(`effect.${name}`)}</span>,
    <span key={`${name} n`}>{f.number(arm.n)}</span>,
    <span key={`${name} buyers`}>
      {f.number(arm.buyers)} {arm.n > 0 && <small className={classes.faint}>{f.percent(arm.buyers / arm.n, 1)}</small>}
    </span>,
    <span key={`${name} revenue`}>{f.money(arm.revenue, 'none')}</span>,
  ];
  return (
    <div className={classes.versus}>
      <span className={classes.head} />
      {(['people', 'bought', 'revenue'] as const).map((key) => (
        <span key={key} className={classes.head}>
          {t(`effect.${key}`)}
        </span>
      ))}
      {row('treated', treated)}
      {held && row('held', held)}
    </div>
  );
}

function Verdict({
  effect: { lift, why, profit },
  margin,
}: {
  effect: CampaignEffect;
  /** Per cent of a sale that stay after the goods. */
  margin: number;
}): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const verdict = useVerdict();
  if (!lift)
    return (
      <div className={classes.verdict} data-unsure role="status">
        <p>{t(`effect.why.${why ?? 'tooFew'}`)}</p>
      </div>
    );
  const range = { low: f.money(lift.revenueLow, 'none'), high: f.money(lift.revenueHigh, 'none') };
  return (
    <div className={classes.verdict} data-unsure={lift.certain ? undefined : true} role="status">
      <p>
        <b>{verdict(lift)}</b>
        <ExplainButton name={t('effect.title')} explanation={lift.explanation} />
      </p>
      <p>{t('effect.range', range)}</p>
      <p>
        {t('effect.buying', {
          points: f.number(lift.buying, 1),
          low: f.number(lift.buyingLow, 1),
          high: f.number(lift.buyingHigh, 1),
        })}
      </p>
      {profit && (
        <p>
          {t(`effect.profit.${margin === 100 ? 'turnover' : 'margin'}`, { profit: f.money(profit, 'none'), margin })}
        </p>
      )}
    </div>
  );
}

function Variants({ effect: { variants } }: { effect: CampaignEffect }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const of = (count: number, all: number) => (all === 0 ? '–' : f.percent(count / all, 1));
  return (
    <Card heading={t('effect.versions')}>
      <div className={classes.versus}>
        <span className={classes.head} />
        {(['opened', 'clicked', 'bought'] as const).map((key) => (
          <span key={key} className={classes.head}>
            {t(`effect.${key}`)}
          </span>
        ))}
        {variants.flatMap(({ key, sent, opened, clicked, buyers, n }) => [
          <span key={key}>{t('effect.version', { key })}</span>,
          <span key={`${key} opened`}>{of(opened, sent)}</span>,
          <span key={`${key} clicked`}>{of(clicked, sent)}</span>,
          <span key={`${key} buyers`}>{of(buyers, n)}</span>,
        ])}
      </div>
    </Card>
  );
}
