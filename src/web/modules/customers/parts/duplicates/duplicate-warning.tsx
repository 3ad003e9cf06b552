import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { useMay } from '../../../../api/session.ts';
import { toast, toastProblem } from '../../../../kit/toast.tsx';
import { api, type CustomerCard, type Matches } from '../../api.ts';
import { factsOf, type FactsDraft } from '../facts-draft.ts';
import classes from './duplicates.module.css';
import { evidenceWords } from './evidence-words.ts';
import { missingOn } from './missing-on.ts';

interface Props {
  draft: FactsDraft;
  /** The card being edited. */
  card: CustomerCard | undefined;
  matches: Matches | undefined;
}

/** Who looks like what is being typed. Asked when the typing rests; what was typed stays. */
export function useMatches(draft: FactsDraft, card: CustomerCard | undefined): Matches | undefined {
  const [asked] = useDebouncedValue(draft, 400);
  const input = askedOf(asked, card);
  const enough = Boolean(
    input.phone ?? input.email ?? input.cardNumber ?? input.externalId ?? input.birthday ?? input.address,
  );
  const { data } = useQuery({
    ...api.duplicates.check.queryOptions({ input, retry: false }),
    enabled: enough,
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });
  return enough ? data : undefined;
}

/** Perhaps it is somebody known: open the card, add to it, or go on. */
export function DuplicateWarning({ draft, card, matches }: Props): ReactNode {
  const { t } = useTranslation('customers');
  if (!matches || (matches.items.length === 0 && matches.others.length === 0)) return null;
  return (
    <section className={classes.warning} role="status" aria-label={t('duplicates.warn.title')}>
      <b>{t('duplicates.warn.title')}</b>
      <ul>
        {matches.items.map((match) => (
          <Match key={match.customer.id} match={match} draft={draft} card={card} />
        ))}
        {matches.others.map(({ ask }) => (
          <li key={ask}>{t('duplicates.warn.other', { ask })}</li>
        ))}
      </ul>
    </section>
  );
}

interface MatchProps {
  match: Matches['items'][number];
  draft: FactsDraft;
  card: CustomerCard | undefined;
}

function Match({ match: { customer, evidence }, draft, card }: MatchProps): ReactNode {
  const { t } = useTranslation('customers');
  const mayMerge = useMay('customers.merge');
  const add = useAddTo(customer, draft);
  const because = evidence.filter(({ points }) => points > 0).map((one) => evidenceWords(t, one));
  return (
    <li className={classes.match}>
      <b>
        {customer.name} {customer.phone && customer.phone !== customer.name && <small>{customer.phone}</small>}
      </b>
      {because.length > 0 && <span className={classes.quiet}>{because.join(' · ')}</span>}
      <span className={classes.matchActs}>
        <Link to="/customers/$id" params={{ id: customer.id }} target="_blank" className={classes.link ?? ''}>
          {t('duplicates.warn.open')}
        </Link>
        {!card && (
          <button type="button" className={classes.link} onClick={add}>
            {t('duplicates.warn.add')}
          </button>
        )}
        {card && mayMerge && (
          <Link
            to="/customers/duplicates"
            search={{ cards: `${card.id},${customer.id}` }}
            className={classes.link ?? ''}
          >
            {t('duplicates.warn.compare')}
          </Link>
        )}
      </span>
    </li>
  );
}

/** What that card does not say yet is added to it; where both say something, the card is right. */
function useAddTo(customer: Matches['items'][number]['customer'], draft: FactsDraft): () => void {
  const { t } = useTranslation('customers');
  const navigate = useNavigate();
  const change = useMutation(api.change.mutationOptions());
  return () => {
    const facts = missingOn(customer, factsOf(draft, undefined));
    const open = () => navigate({ to: '/customers/$id', params: { id: customer.id } });
    if (Object.keys(facts).length === 0) {
      toast(t('duplicates.warn.nothingNew', { name: customer.name }));
      return void open();
    }
    change
      .mutateAsync({ ...facts, id: customer.id, version: customer.version })
      .then(() => toast(t('duplicates.warn.added', { name: customer.name })))
      .then(open)
      .catch((error: unknown) => toastProblem(isApiError(error) ? error.message : t('form.notSaved')));
  };
}

/** As far as it is typed whole: half a phone is nobody's. */
function askedOf(draft: FactsDraft, card: CustomerCard | undefined) {
  const { name, kind, phone, email, externalId, cardNumber, gender, birthday, address } = factsOf(draft, card);
  return {
    kind,
    ...(card ? { except: card.id } : {}),
    ...(name.trim() ? { name } : {}),
    ...(phone && phone.replace(/\D/g, '').length > 6 ? { phone } : {}),
    ...(email && /@.+\../.test(email) ? { email } : {}),
    ...(externalId && externalId !== card?.externalId ? { externalId } : {}),
    ...(cardNumber ? { cardNumber } : {}),
    ...(gender ? { gender } : {}),
    ...(birthday && name.trim() ? { birthday } : {}),
    ...(address && name.trim() ? { address } : {}),
  };
}
