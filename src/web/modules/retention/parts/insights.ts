import { useQuery } from '@tanstack/react-query';
import { contract as customersContract } from '../../../../modules/customers/contract.ts';
import type { RhythmInsight, ValueInsight } from '../../../../modules/retention/contract.ts';
import type { PredictionInsight } from '../../../../modules/retention/predictions/contract.ts';
import { moduleClient } from '../../../api/client.ts';

const customers = moduleClient('customers', customersContract);

/** This module's parts of what is known about a customer; undefined while it is on its way. */
export function useInsights(
  customerId: string,
): { rhythm?: RhythmInsight; value?: ValueInsight; predictions?: PredictionInsight } | undefined {
  const { data } = useQuery(customers.insights.queryOptions({ input: { id: customerId } }));
  return data;
}
