import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type CustomerCard } from '../../api.ts';

const calls = api.people;

/** The card, and who stands around it; what is done to them. */
export function useAround(customerId: string) {
  const queries = useQueryClient();
  const input = { id: customerId };
  const card = useQuery(api.read.queryOptions({ input })).data;
  const { data, error, refetch } = useQuery(calls.around.queryOptions({ input }));
  const shown = {
    // The other side's card shows it, too, and a company's contact counts as one of its facts.
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: api.read.key() });
      await queries.invalidateQueries({ queryKey: calls.around.key() });
    },
  };
  return {
    card,
    around: data,
    error,
    retry: () => void refetch(),
    add: useMutation(calls.add.mutationOptions(shown)),
    change: useMutation(calls.change.mutationOptions(shown)),
    giveCard: useMutation(calls.giveCard.mutationOptions(shown)),
    remove: useMutation(calls.remove.mutationOptions(shown)),
    addOccasion: useMutation(calls.addOccasion.mutationOptions(shown)),
    changeOccasion: useMutation(calls.changeOccasion.mutationOptions(shown)),
    removeOccasion: useMutation(calls.removeOccasion.mutationOptions(shown)),
  };
}

export type Acts = ReturnType<typeof useAround>;

export interface AroundProps {
  card: CustomerCard;
  acts: Acts;
}
