import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonAvatar } from '../../../../kit/person-avatar.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { CounterMatch } from '../../api.ts';
import classes from './counter.module.css';

/** Who it is, what they have, and what to say. While a sale is typed only who it is. */
export function MemberCard({ match, small }: { match: CounterMatch; small: boolean }): ReactNode {
  const { t } = useTranslation('loyalty');
  const { customer, tier } = match;
  return (
    <Card className={classes.member ?? ''}>
      <div className={classes.who}>
        <PersonAvatar name={customer.name} size={46} />
        <div>
          <h2>
            <Link to="/customers/$id" params={{ id: customer.id }}>
              {customer.name}
            </Link>
          </h2>
          <small>
            {[customer.address !== customer.name && customer.address, customer.phone].filter(Boolean).join(' · ')}
          </small>
        </div>
        {tier && <span className={classes.tier}>{<TierName tier={tier} />}</span>}
      </div>
      {tier && tier.benefits.length > 0 && <p className={classes.benefits}>{tier.benefits.join(' · ')}</p>}
      {!small && (
        <>
          <Holdings match={match} />
          {match.sentence && <p className={classes.say}>{t('counter.quote', { words: match.sentence })}</p>}
          {match.reasons.length > 0 && (
            <ul className={classes.reasons}>
              {match.reasons.map(({ kind, text }) => (
                <li key={`${kind} ${text}`}>{text}</li>
              ))}
            </ul>
          )}
        </>
      )}
    </Card>
  );
}

function TierName({ tier }: { tier: NonNullable<CounterMatch['tier']> }): ReactNode {
  const { t, i18n } = useTranslation('loyalty');
  if (!tier.discount) return tier.name;
  const { percent } = tier.discount;
  // Chinese shops say what is left to pay, of ten parts.
  const off = i18n.language === 'en' ? percent : (100 - percent) / 10;
  return t('counter.discount', { tier: tier.name, off });
}

function Holdings({ match }: { match: CounterMatch }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const { points, pointsValue, expiring, usableCoupons, stored, credit, stamps } = match;
  const [first, ...others] = usableCoupons;
  return (
    <dl className={classes.holdings}>
      <div>
        <dt>{t('counter.points')}</dt>
        <dd className={classes.big}>{f.number(points)}</dd>
        {pointsValue && points > 0 && <dd>{t('counter.pointsWorth', { worth: f.money(pointsValue) })}</dd>}
        {expiring && (
          <dd className={classes.mind}>
            {t('counter.expires', { points: f.number(expiring.points), on: f.date(expiring.on) })}
          </dd>
        )}
      </div>
      <div>
        <dt>{t('counter.coupons')}</dt>
        <dd className={classes.big}>{f.number(usableCoupons.length)}</dd>
        {first ? (
          <dd title={others.map(({ name }) => name).join(' · ')}>
            {first.name} · {first.worth}
          </dd>
        ) : (
          <dd>{t('counter.couponNone')}</dd>
        )}
      </div>
      {stored && (
        <div>
          <dt>{t('counter.stored')}</dt>
          <dd className={classes.big}>{f.money(stored)}</dd>
        </div>
      )}
      {credit && Number(credit.open.amount) > 0 && <OnAccount credit={credit} />}
      {stamps.map(({ name, stamps: on, needed, toGo, reward }) => (
        <div key={name}>
          <dt>{t('counter.stamps')}</dt>
          <dd className={classes.big}>{t('counter.stampsOf', { stamps: on, needed })}</dd>
          <dd>{t('counter.stampsToGo', { count: toGo, name, reward })}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What is open and since when, what of it is overdue, and what may still be added. */
function OnAccount({ credit }: { credit: NonNullable<CounterMatch['credit']> }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const { open, overdue, since, dueOn, left } = credit;
  return (
    <div>
      <dt>{t('counter.credit')}</dt>
      <dd className={classes.big}>{f.money(open)}</dd>
      {since && dueOn && <dd>{t('counter.creditOpen', { since: f.date(since), dueOn: f.date(dueOn) })}</dd>}
      {Number(overdue.amount) > 0 && (
        <dd className={classes.mind}>{t('counter.creditOverdue', { overdue: f.money(overdue) })}</dd>
      )}
      {left && <dd>{t('counter.creditLeft', { left: f.money(left) })}</dd>}
    </div>
  );
}
