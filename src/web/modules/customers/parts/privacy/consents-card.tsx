import { Button } from '@mantine/core';
import { IconBan, IconMailQuestion } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SideDrawer } from '../../../../kit/side-drawer.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { Tag } from '../../../../kit/tag.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { Consent, CustomerCard } from '../../api.ts';
import { ConsentForm } from './consent-form.tsx';
import { ConsentHistory } from './consent-history.tsx';
import { useConsentWords } from './consent-words.ts';
import classes from './privacy.module.css';
import { RestrictionForm } from './restriction-form.tsx';
import { useLedger, type Ledger } from './use-ledger.ts';

type Open = 'record' | 'restrict' | 'history' | null;

/** What the customer allowed and forbade. A no is one tap, as a yes is. */
export function ConsentsCard({ card }: { card: CustomerCard }): ReactNode {
  const { t } = useTranslation('customers');
  const [open, setOpen] = useState<Open>(null);
  const acts = useLedger(card.id);
  const close = () => setOpen(null);
  return (
    <Card
      heading={t('consent.title')}
      end={
        <Button size="compact-xs" variant="subtle" onClick={() => setOpen('history')}>
          {t('privacy.history')}
        </Button>
      }
    >
      <Restrictions acts={acts} card={card} />
      {card.consents.length === 0 ? (
        <p className={classes.quiet}>{t('consent.none')}</p>
      ) : (
        <ul className={classes.rows}>
          {card.consents.map((one) => (
            <Standing key={`${one.channel} ${one.purpose}`} card={card} consent={one} acts={acts} />
          ))}
        </ul>
      )}
      {acts.ledger?.waiting.map(({ purpose, at }) => (
        <Waiting key={purpose} purpose={purpose} at={at} />
      ))}
      {card.may.edit && (
        <div className={classes.acts}>
          <Button size="compact-sm" variant="light" onClick={() => setOpen('record')}>
            {t('consent.record')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setOpen('restrict')}>
            {t('privacy.restrict.button')}
          </Button>
        </div>
      )}
      <SideDrawer opened={open === 'record'} onClose={close} title={t('consent.recordTitle')}>
        <ConsentForm card={card} acts={acts} onDone={close} />
      </SideDrawer>
      <SideDrawer opened={open === 'restrict'} onClose={close} title={t('privacy.restrict.title')}>
        <RestrictionForm card={card} acts={acts} onDone={close} />
      </SideDrawer>
      <SideDrawer opened={open === 'history'} onClose={close} title={t('privacy.historyTitle')}>
        <ConsentHistory customerId={card.id} acts={acts} />
      </SideDrawer>
    </Card>
  );
}

function Standing({ card, consent, acts }: { card: CustomerCard; consent: Consent; acts: Ledger }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const words = useConsentWords();
  const { channel, purpose, granted, at } = consent;
  const turn = () => acts.recordQuietly.mutate({ id: card.id, channel, purpose, granted: !granted });
  const word = t(granted ? 'privacy.withdraw' : 'privacy.agree');
  return (
    <li>
      <span className={classes.what}>
        {words(consent)}
        <small>{f.date(f.dayOf(at))}</small>
      </span>
      <Tag tone={granted ? 'well' : 'plain'}>{t(granted ? 'consent.yes' : 'consent.no')}</Tag>
      {card.may.edit && (
        <Button
          size="compact-sm"
          variant="subtle"
          loading={acts.recordQuietly.isPending}
          aria-label={`${word}: ${words(consent)}`}
          onClick={turn}
        >
          {word}
        </Button>
      )}
    </li>
  );
}

function Restrictions({ acts, card }: { acts: Ledger; card: CustomerCard }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  return acts.ledger?.restrictions.map(({ kind, reason, until, at, by }) => (
    <div key={kind} className={classes.stop}>
      <IconBan size={17} stroke={1.8} aria-hidden="true" />
      <span className={classes.what}>
        {t(kind === 'contact' ? 'privacy.noContact' : 'privacy.noProfiling')}
        {until && ` · ${t('privacy.restrict.untilDay', { day: f.date(until) })}`}
        <small>{[reason, by, f.date(f.dayOf(at))].filter(Boolean).join(' · ')}</small>
      </span>
      {card.may.edit && (
        <Button
          size="compact-sm"
          variant="subtle"
          loading={acts.lift.isPending}
          onClick={() => acts.lift.mutate({ id: card.id, kind })}
        >
          {t('privacy.restrict.lift')}
        </Button>
      )}
    </div>
  ));
}

function Waiting({ purpose, at }: { purpose: string; at: string }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const word = t(`consent.purpose.${purpose}`, { defaultValue: purpose });
  return (
    <p className={classes.quiet}>
      <IconMailQuestion size={15} stroke={1.7} aria-hidden="true" />{' '}
      {t('privacy.waiting', { purpose: word, day: f.date(f.dayOf(at)) })}
    </p>
  );
}
