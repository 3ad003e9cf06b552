import { contract } from '../../../modules/transfer/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type { Counts, FaultyRow, ImportView, UndoResult } from '../../../modules/transfer/contract.ts';

export type { NewsKind, WebhookView } from '../../../modules/transfer/webhooks/contract.ts';

export const api = moduleClient('transfer', contract);
