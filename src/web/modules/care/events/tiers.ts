import { useQuery } from '@tanstack/react-query';
import { contract } from '../../../../modules/loyalty/contract.ts';
import { moduleClient } from '../../../api/client.ts';
import { useMay } from '../../../api/session.ts';

const loyalty = moduleClient('loyalty', { programme: contract.programme });

/** The tiers of the programme in force; none for who may not see it, or where there is none. */
export function useTiers(): { value: string; label: string }[] {
  const maySee = useMay('loyalty.read');
  const { data } = useQuery(loyalty.programme.read.queryOptions({ input: {}, enabled: maySee }));
  return (data?.current?.rules.tiers.levels ?? []).map(({ key, name }) => ({ value: key, label: name }));
}
