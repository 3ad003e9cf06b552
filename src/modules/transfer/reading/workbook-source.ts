import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { FileUnreadable } from './file-unreadable.ts';
import type { RowSource, TableChoice, TableRow } from './table.ts';
import { LIMITS } from './workbook/limits.ts';
import type { WorkbookAnswer, WorkbookKind, WorkbookTask } from './workbook/task.ts';

/** Workbooks are opened in a thread of their own with a limited heap: whatever a file does, it does it there. */
export async function workbookSource(path: string, kind: WorkbookKind, choice: TableChoice): Promise<RowSource> {
  const task = { path, kind, encoding: choice.encoding, sheet: choice.sheet };
  const { format, sheets, sheet, totalBytes } = await describe({ ...task, want: 'description' });
  return {
    format,
    sheets,
    sheet,
    totalBytes,
    read: (progress, from) => rowsOf({ ...task, sheet, from, want: 'rows' }, progress),
  };
}

async function describe(task: WorkbookTask) {
  const worker = startWorker(task);
  try {
    const answer = await ask(worker);
    if (answer.kind !== 'description') throw new FileUnreadable('FILE_DAMAGED');
    return answer.description;
  } finally {
    await worker.terminate();
  }
}

async function* rowsOf(task: WorkbookTask, progress: (bytes: number) => void): AsyncGenerator<TableRow[]> {
  const worker = startWorker(task);
  try {
    // One batch is read ahead while the caller works on the last one; no more, so memory stays bounded.
    let coming = ask(worker);
    for (let answer = await coming; answer.kind === 'rows'; answer = await coming) {
      coming = ask(worker);
      // Awaited in the next round; until then a failure must not count as unhandled.
      coming.catch(() => undefined);
      progress(answer.bytes);
      yield answer.rows;
    }
  } finally {
    await worker.terminate();
  }
}

function startWorker(task: WorkbookTask): Worker {
  return new Worker(new URL('./workbook/worker.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: LIMITS.heapMegabytes },
  });
}

async function ask(worker: Worker): Promise<WorkbookAnswer> {
  const timeout = AbortSignal.timeout(LIMITS.wholeFileSeconds * 1000);
  worker.postMessage('next', []);
  const [answer]: WorkbookAnswer[] = await once(worker, 'message', { signal: timeout }).catch((error: unknown) => {
    throw workerFailure(error);
  });
  if (!answer) throw new FileUnreadable('FILE_DAMAGED');
  if (answer.kind === 'failed') throw new FileUnreadable(answer.code, answer.params);
  return answer;
}

function workerFailure(error: unknown): FileUnreadable {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const tooMuch = code === 'ERR_WORKER_OUT_OF_MEMORY' || code === 'ABORT_ERR';
  return new FileUnreadable(tooMuch ? 'FILE_TOO_LARGE' : 'FILE_DAMAGED', {}, error);
}
