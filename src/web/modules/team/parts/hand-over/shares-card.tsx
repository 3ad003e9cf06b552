import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonAvatar } from '../../../../kit/person-avatar.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { Tag } from '../../../../kit/tag.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { HandOver } from '../../api.ts';
import board from '../board.module.css';
import classes from './hand-over.module.css';

/** Who gets how much. */
export function SharesCard({ handOver }: { handOver: HandOver }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const over = (share: HandOver['shares'][number]) =>
    handOver.state === 'draft' && share.room !== null && share.customers > share.room;
  return (
    <Card heading={t('handOver.shares')}>
      <ul className={classes.list}>
        {handOver.shares.map((share) => (
          <li key={share.member?.id ?? 'pool'}>
            <span className={board.who}>
              {share.member && <PersonAvatar name={share.member.name} size={28} />}
              {share.member?.name ?? t('handOver.pool')}
            </span>
            <span className={classes.money}>
              {t('distribution.count', { count: share.customers })} · {f.money(share.value)}
            </span>
            {over(share) && <Tag tone="mind">{t('handOver.tooMany', { room: share.room })}</Tag>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What the colleague read and took out, where it was far more than usual; and the keys they made. */
export function ReadingsCard({ handOver }: { handOver: HandOver }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const { readings, keys, kind, endsAt } = handOver;
  const unusual = readings?.flatMap((one) => one.unusual.map((day) => ({ ...day, kind: one.kind, usual: one.usual })));
  return (
    <Card heading={t('handOver.access')}>
      <p className={classes.about}>
        {kind === 'absent'
          ? t('handOver.accessStays')
          : endsAt
            ? t('handOver.accessEnds', { at: f.dateTime(endsAt) })
            : t('handOver.accessOpen')}
      </p>
      <ul className={classes.list}>
        {kind === 'leaving' &&
          keys.map((key) => (
            <li key={key.id}>
              <span>{t('handOver.key', { name: key.name })}</span>
            </li>
          ))}
        {unusual?.map(({ day, kind: what, customers, usual }) => (
          <li key={`${day} ${what}`}>
            <span className={classes.what}>
              {t(`handOver.read.${what}`, { count: customers })}
              <small>{[f.date(day), t('handOver.usual', { count: usual })].join(' · ')}</small>
            </span>
            <Tag tone="mind">{t('handOver.unusual')}</Tag>
          </li>
        ))}
        {unusual?.length === 0 && (
          <li>
            <span>{t('handOver.nothingUnusual')}</span>
          </li>
        )}
      </ul>
    </Card>
  );
}
