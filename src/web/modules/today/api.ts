import { contract } from '../../../modules/today/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type { Card, Desk, DoneItem, Notice, Outcome, Way } from '../../../modules/today/contract.ts';

export const api = moduleClient('today', contract);
