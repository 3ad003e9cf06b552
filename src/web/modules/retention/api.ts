import { contract } from '../../../modules/retention/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type { Summary, Watched, WatchGroup, WatchSettings } from '../../../modules/retention/contract.ts';

export const api = moduleClient('retention', contract);
