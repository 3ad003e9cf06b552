import { z } from 'zod';
import { id } from '../../kernel/contract.ts';
import { longJob } from '../../kernel/jobs/jobs.ts';
import { runImport, runRehearsal } from './run-import.ts';

export const importJob = longJob('transfer.import', z.object({ id }), runImport);
export const rehearsalJob = longJob('transfer.rehearse', z.object({ id }), runRehearsal);
