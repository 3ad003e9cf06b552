import type { Actor } from '../../../../kernel/access.ts';
import type { Ctx, Workspace } from '../../../../kernel/context.ts';
import { asSystem, command } from '../../../../kernel/enter.ts';
import { premises } from '../../../workspaces/index.ts';
import type { ReadingKind } from './contract.ts';
import { writeReadings } from './write-readings.ts';

/** Somebody saw or took out customers; written down after the answer has gone out. */
export interface Reading {
  workspace: Workspace;
  actor: Actor;
  kind: ReadingKind;
  customerIds: readonly string[];
  /** Of an export: what was taken out. */
  what: string | null;
  day: string;
  at: Date;
}

/** Milliseconds in which readings gather: what a power cut could lose, and what makes them one statement. */
const GATHER = 250;
let waiting: Reading[] = [];
let timer: NodeJS.Timeout | undefined;
let writing: Promise<void> = Promise.resolve();

export function noteReading(
  ctx: Pick<Ctx, 'workspace' | 'actor' | 'today' | 'now'>,
  kind: ReadingKind,
  customerIds: readonly string[],
  what: string | null = null,
): void {
  const { workspace, actor, today: day, now: at } = ctx;
  if (actor.kind === 'system' || actor.kind === 'anonymous' || customerIds.length === 0) return;
  waiting.push({ workspace, actor, kind, customerIds, what, day, at });
  timer ??= setTimeout(() => void flushReadings(), GATHER).unref();
}

/** Writes what has gathered. Never throws: that a reading could not be written down must not harm who reads on. */
export function flushReadings(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const readings = waiting;
  waiting = [];
  writing = writing.then(() => write(readings));
  return writing;
}

async function write(readings: readonly Reading[]): Promise<void> {
  for (const [, same] of Map.groupBy(readings, ({ workspace }) => workspace.id)) {
    const [first] = same;
    if (!first) continue;
    try {
      await command(premises().database, asSystem(first.workspace), (ctx) => writeReadings(ctx, same));
    } catch (error) {
      complain(error);
    }
  }
}

function complain(error: unknown): void {
  try {
    premises().log.error({ err: error }, 'readings could not be written down');
  } catch {
    // The house is closed already, and its log with it.
  }
}
