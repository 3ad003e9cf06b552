import { on } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { FileUnreadable } from '../file-unreadable.ts';
import { openWhole } from './whole-workbook.ts';
import { openXlsx } from './xlsx.ts';
import type { OpenWorkbook, WorkbookAnswer, WorkbookTask } from './task.ts';

const port = parentPort;
if (port) {
  // Every answer waits for its question, so that rows are read no faster than they are used.
  const questions = on(port, 'message');
  const answer = async (message: WorkbookAnswer) => {
    await questions.next();
    port.postMessage(message);
  };
  await perform(workerData as WorkbookTask, answer).catch((error: unknown) => answer(failure(error)));
}

async function perform(task: WorkbookTask, answer: (message: WorkbookAnswer) => Promise<void>): Promise<void> {
  const workbook: OpenWorkbook = task.kind === 'zip' ? await openXlsx(task) : await openWhole(task);
  if (task.want === 'description') return answer({ kind: 'description', description: workbook.description });
  for await (const { rows, bytes } of workbook.batches()) await answer({ kind: 'rows', rows, bytes });
  return answer({ kind: 'end' });
}

function failure(error: unknown): WorkbookAnswer {
  if (error instanceof FileUnreadable) return { kind: 'failed', code: error.code, params: error.params };
  return { kind: 'failed', code: 'FILE_DAMAGED', params: {} };
}
