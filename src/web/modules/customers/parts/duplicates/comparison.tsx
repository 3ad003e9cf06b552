import { Button, Checkbox, Radio } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { Customer } from '../../api.ts';
import { useMembers } from '../members.ts';
import { StageTag } from '../stage-tag.tsx';
import { comparedFacts, type ComparedFact } from './compared-facts.ts';
import classes from './duplicates.module.css';
import { useMerging } from './use-merging.ts';

interface ComparisonProps {
  cards: readonly Customer[];
  onDone: (keep: string) => void;
}

/** Cards side by side: which one stays, and from which each fact is taken. */
export function Comparison({ cards, onDone }: ComparisonProps): ReactNode {
  const { t } = useTranslation('customers');
  const members = useMembers();
  const { busy, merge } = useMerging();
  const [keep, setKeep] = useState(cards[0]?.id ?? '');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [choice, setChoice] = useState<Readonly<Record<string, string>>>({});
  const taken = cards.filter(({ id }) => id === keep || !left.has(id));
  const words = { t, memberName: (id: string) => members.find((member) => member.id === id)?.name };
  const { differing, same } = comparedFacts(taken, words);
  const chosen = (fact: ComparedFact) => chosenOf(fact, choice, keep, taken);
  const kept = cards.find(({ id }) => id === keep);
  const others = taken.flatMap(({ id }) => (id === keep ? [] : [id]));
  const save = async () => {
    const fields = Object.fromEntries(differing.map((fact) => [fact.field, chosen(fact)]));
    const name = taken.find(({ id }) => id === fields['name'])?.name ?? kept?.name ?? '';
    if (await merge({ id: keep, name }, others, fields)) onDone(keep);
  };
  const leave = (id: string, out: boolean) => {
    setLeft(new Set(out ? [...left, id] : [...left].filter((one) => one !== id)));
  };
  return (
    <div className={classes.comparison}>
      <Radio.Group aria-label={t('duplicates.stay')} value={keep} onChange={setKeep}>
        <div className={classes.row} style={{ '--cards': cards.length } as React.CSSProperties}>
          <span className={classes.label}>{t('duplicates.stay')}</span>
          {cards.map((card) => (
            <CardOption
              key={card.id}
              card={card}
              stays={card.id === keep}
              out={left.has(card.id)}
              {...(cards.length > 2 ? { onLeave: (out: boolean) => leave(card.id, out) } : {})}
            />
          ))}
        </div>
      </Radio.Group>
      {differing.map((fact) => (
        <FactRow
          key={fact.field}
          fact={fact}
          cards={taken}
          chosen={chosen(fact)}
          onChoose={(id) => setChoice({ ...choice, [fact.field]: id })}
        />
      ))}
      {same.length > 0 && (
        <div className={classes.same}>
          <p className={classes.quiet}>{t('duplicates.same')}</p>
          <Facts facts={same.map(({ label, values }) => [label, values.values().next().value ?? ''] as const)} />
        </div>
      )}
      {new Set(taken.map(({ kind }) => kind)).size > 1 && <p className={classes.mind}>{t('duplicates.kinds')}</p>}
      <p className={classes.quiet}>{t(others.length === 0 ? 'duplicates.missing' : 'duplicates.rest')}</p>
      <div className={classes.acts}>
        <Button loading={busy} disabled={others.length === 0} onClick={() => void save()}>
          {t('duplicates.merge', { count: taken.length })}
        </Button>
      </div>
    </div>
  );
}

function chosenOf(
  { field, values }: ComparedFact,
  choice: Readonly<Record<string, string>>,
  keep: string,
  cards: readonly Customer[],
) {
  const own = choice[field];
  if (own !== undefined && values.has(own)) return own;
  const filled = [keep, ...cards.map(({ id }) => id)].find((id) => values.get(id));
  return filled ?? keep;
}

interface CardOptionProps {
  card: Customer;
  stays: boolean;
  out: boolean;
  onLeave?: (out: boolean) => void;
}

function CardOption({ card, stays, out, onLeave }: CardOptionProps): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  return (
    <div className={classes.card} data-chosen={stays || undefined} data-out={(out && !stays) || undefined}>
      <Radio
        value={card.id}
        label={<b>{card.name}</b>}
        description={f.date(card.createdAt.slice(0, 10))}
        className={classes.radio ?? ''}
      />
      <span className={classes.chips}>
        <StageTag stage={card.stage} />
        {stays && <span className={classes.quiet}>{t('duplicates.stays')}</span>}
      </span>
      {onLeave && !stays && (
        <Checkbox
          label={t('duplicates.partOfIt')}
          checked={!out}
          onChange={(event) => onLeave(!event.currentTarget.checked)}
        />
      )}
    </div>
  );
}

interface FactRowProps {
  fact: ComparedFact;
  cards: readonly Customer[];
  chosen: string;
  onChoose: (id: string) => void;
}

function FactRow({ fact: { label, values }, cards, chosen, onChoose }: FactRowProps): ReactNode {
  const { t } = useTranslation('customers');
  return (
    <Radio.Group aria-label={label} value={chosen} onChange={onChoose}>
      <div className={classes.row} style={{ '--cards': cards.length } as React.CSSProperties}>
        <span className={classes.label}>{label}</span>
        {cards.map(({ id, name }) => {
          const value = values.get(id) ?? '';
          const shown = value || t('duplicates.nothing');
          return (
            <label
              key={id}
              className={classes.value}
              data-chosen={id === chosen || undefined}
              data-empty={!value || undefined}
            >
              <Radio value={id} aria-label={t('duplicates.choose', { field: label, value: shown, name })} />
              <span>{shown}</span>
            </label>
          );
        })}
      </div>
    </Radio.Group>
  );
}
