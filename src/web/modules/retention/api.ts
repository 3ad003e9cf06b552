import { contract } from '../../../modules/retention/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type { Watched } from '../../../modules/retention/contract.ts';

export const api = moduleClient('retention', contract);
