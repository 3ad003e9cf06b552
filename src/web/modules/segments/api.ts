import { contract } from '../../../modules/segments/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type { Cell, Division, Member } from '../../../modules/segments/contract.ts';
export type Scheme = 'value-matrix' | 'rfm';

export const api = moduleClient('segments', contract);
