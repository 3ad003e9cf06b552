import { on } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import type { OpenWorkbook, WorkbookAnswer, WorkbookTask } from './task.ts';
import { unpackFailure } from './zip.ts';

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
  const workbook = await openWorkbook(task);
  if (task.want === 'description') return answer({ kind: 'description', description: workbook.description });
  for await (const { rows, bytes } of workbook.batches()) await answer({ kind: 'rows', rows, bytes });
  return answer({ kind: 'end' });
}

// The reader of old formats takes longer to load than most files take to read.
async function openWorkbook(task: WorkbookTask): Promise<OpenWorkbook> {
  if (task.kind === 'zip') return (await import('./xlsx.ts')).openXlsx(task);
  return (await import('./whole-workbook.ts')).openWhole(task);
}

function failure(error: unknown): WorkbookAnswer {
  const { code, params } = unpackFailure(error);
  return { kind: 'failed', code, params };
}
