import { ActionIcon, Button, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconPhone } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ExplainButton } from '../../../kit/explain.tsx';
import { PersonAvatar } from '../../../kit/person-avatar.tsx';
import { Card as Sheet } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { Card, Way } from '../api.ts';
import { AnswerButtons } from './answer-buttons.tsx';
import { DayForm } from './day-form.tsx';
import { NoteForm } from './note-form.tsx';
import classes from './care-card.module.css';
import type { Answer } from './use-answers.ts';

interface CareCardProps {
  card: Card;
  chosen: boolean;
  onAnswer: (answer: Answer) => void;
}

/** One customer: who, why, what to say, and what became of it. */
export function CareCard({ card, chosen, onAnswer }: CareCardProps): ReactNode {
  // How they were reached on this card is most likely how they were cared for.
  const [way, setWay] = useState<Way>();
  return (
    <Sheet chosen={chosen} className={classes.card} aria-current={chosen || undefined}>
      <Who card={card} />
      <Reasons card={card} />
      {card.suggestion !== null && <Words text={card.suggestion} onCopied={() => setWay('messaged')} />}
      <Acts card={card} way={way} onWay={setWay} onAnswer={onAnswer} />
    </Sheet>
  );
}

interface ActsProps {
  card: Card;
  way: Way | undefined;
  onWay: (way: Way) => void;
  onAnswer: (answer: Answer) => void;
}

function Acts({ card: { customer }, way, onWay, onAnswer }: ActsProps): ReactNode {
  const [open, setOpen] = useState<'note' | 'day'>();
  const close = () => setOpen(undefined);
  if (open === 'note')
    return <NoteForm way={way} onCancel={close} onSave={(given) => onAnswer({ outcome: 'done', ...given })} />;
  if (open === 'day') return <DayForm onCancel={close} onSave={(until) => onAnswer({ outcome: 'later', until })} />;
  return (
    <div className={classes.acts}>
      <Call phone={customer.phone} onCalled={() => onWay('called')} />
      <AnswerButtons
        customerId={customer.id}
        name={customer.name}
        way={way}
        calls={customer.phone !== null}
        onAnswer={onAnswer}
        onNote={() => setOpen('note')}
        onDay={() => setOpen('day')}
      />
    </div>
  );
}

function Who({ card: { customer, stake } }: { card: Card }): ReactNode {
  const { t } = useTranslation('today');
  const f = useFormats();
  const about = [
    t(`stage.${customer.stage}`),
    customer.owner ? t('owner', { name: customer.owner.name }) : t('unowned'),
  ];
  return (
    <div className={classes.who}>
      <PersonAvatar name={customer.name} />
      <div className={classes.names}>
        <h2>
          <Link to={`/customers/${customer.id}`} className={classes.name}>
            {customer.name}
          </Link>
        </h2>
        <small>
          {about.join(' · ')}
          {customer.phone !== null && <span className={classes.number}> · {customer.phone}</span>}
        </small>
      </div>
      {Number(stake.amount) > 0 && (
        <div className={classes.stake}>
          <strong>{f.money(stake, 'none')}</strong>
          <small>{t('stake')}</small>
        </div>
      )}
    </div>
  );
}

/** Red is the reason that the stake stands for, and what is due; the rest is worth a thought. */
function Reasons({ card: { reasons } }: { card: Card }): ReactNode {
  const { t } = useTranslation('today');
  const { settings } = useFormats();
  return (
    <ul className={classes.reasons}>
      {reasons.map((reason, index) => {
        const main = index === 0 && Number(reason.stake.amount) > 0;
        const pressing = main || (reason.due !== null && reason.due <= settings.today);
        return (
          <li key={reason.id} data-tone={pressing ? 'act' : 'mind'}>
            <span>
              {reason.text}
              {reason.explanation && <ExplainButton name={t('reason')} explanation={reason.explanation} />}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Words({ text, onCopied }: { text: string; onCopied: () => void }): ReactNode {
  const { t } = useTranslation('today');
  return (
    <div className={classes.words}>
      <span>{text}</span>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={t(copied ? 'copied' : 'copy')}>
            <ActionIcon
              className={classes.copy}
              variant="subtle"
              size={30}
              aria-label={t(copied ? 'copied' : 'copy')}
              onClick={() => {
                copy();
                onCopied();
              }}
            >
              {copied ? <IconCheck size={17} /> : <IconCopy size={17} stroke={1.6} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}

function Call({ phone, onCalled }: { phone: string | null; onCalled: () => void }): ReactNode {
  const { t } = useTranslation('today');
  // A masked number cannot be called.
  if (phone === null || phone.includes('*')) return null;
  return (
    <Button
      component="a"
      href={`tel:${phone}`}
      title={phone}
      leftSection={<IconPhone size={16} stroke={1.7} />}
      onClick={onCalled}
      className={classes.call}
    >
      {t('call')}
    </Button>
  );
}
