import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { toastProblem, toastWithUndo } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Card, type Desk, type Outcome, type Way } from '../api.ts';

export interface Answer {
  outcome: Outcome;
  way?: Way;
  note?: string;
  until?: string;
}

/** Answers leave the desk at once; a refused one comes back, and the last one can be taken back from the toast. */
export function useAnswers() {
  const { t } = useTranslation('today');
  const f = useFormats();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: api.key() });
  const answering = useMutation(api.answer.mutationOptions({ onSettled: refresh }));
  const takingBack = useMutation(api.takeBack.mutationOptions({ onSettled: refresh }));
  const failed = (error: unknown) => toastProblem(isApiError(error) ? error.message : t('failed'));

  async function takeBack(id: string): Promise<void> {
    await takingBack.mutateAsync({ id }).catch(failed);
  }

  async function answer(card: Card, given: Answer): Promise<void> {
    const putBack = await leaveDesk(queries, card.id);
    const reasonIds = card.reasons.map((reason) => reason.id);
    const sent = answering.mutateAsync({ cardId: card.id, reasonIds, ...given });
    const until = given.until === undefined ? '' : f.date(given.until);
    const hide = toastWithUndo(t(`said.${given.outcome}`, { name: card.customer.name, until }), () => {
      sent.then(({ id }) => takeBack(id)).catch(() => undefined);
    });
    try {
      await sent;
    } catch (error) {
      hide();
      putBack();
      failed(error);
    }
  }
  return { answer, takeBack };
}

async function leaveDesk(queries: QueryClient, cardId: string): Promise<() => void> {
  const desks = { queryKey: api.desk.key() };
  await queries.cancelQueries(desks);
  const before = queries.getQueriesData<Desk>(desks);
  queries.setQueriesData<Desk>(desks, (desk) => desk && without(desk, cardId));
  return () => before.forEach(([key, desk]) => queries.setQueryData(key, desk));
}

function without(desk: Desk, cardId: string): Desk {
  const cards = desk.cards.filter((card) => card.id !== cardId);
  return cards.length === desk.cards.length ? desk : { ...desk, cards, done: desk.done + 1 };
}
