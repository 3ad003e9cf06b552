import { execFile, type ExecFileOptions } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface ProcessFacts {
  /** Tells two processes apart that were given the same number one after the other. */
  startedAt: string;
  command: string;
  /** Dead, but its parent has not taken note: the number stays taken. */
  zombie: boolean;
}

/** `undefined` when no process has this number. */
export async function inspectProcess(pid: number): Promise<ProcessFacts | undefined> {
  if (!isSignalable(pid)) return undefined;
  if (process.platform === 'linux') return inspectProc(pid);
  if (process.platform === 'win32') return { startedAt: '', command: '', zombie: false };
  return inspectPs(pid);
}

/** Runs a program to its end in a bare environment: neither our secrets nor a foreign locale reach it. */
export async function run(file: string, args: string[], options: ExecFileOptions = {}): Promise<string> {
  const { stdout } = await execute(file, args, { env: bareEnvironment(), windowsHide: true, ...options });
  return stdout.toString();
}

export function bareEnvironment(): NodeJS.ProcessEnv {
  const kept = new Set(['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'SYSTEMROOT', 'LD_LIBRARY_PATH']);
  const own = Object.entries(process.env).filter(([name]) => kept.has(name));
  return { ...Object.fromEntries(own), LC_ALL: 'C', TZ: 'UTC' };
}

function isSignalable(pid: number) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function inspectProc(pid: number): Promise<ProcessFacts | undefined> {
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => undefined);
  const [stat, command] = [await read('stat'), await read('cmdline')];
  if (stat === undefined) return undefined;
  // proc(5): the command in parentheses may hold spaces; field 3 (state) follows it, field 22 is the start time in ticks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0] ?? '';
  return {
    startedAt: fields[19] ?? '',
    command: (command ?? '').replaceAll('\0', ' '),
    zombie: state === 'Z' || state === 'X',
  };
}

async function inspectPs(pid: number): Promise<ProcessFacts | undefined> {
  const ps = (field: string) => run('ps', ['-ww', '-o', `${field}=`, '-p', String(pid)]).catch(() => '');
  const [state, startedAt, command] = await Promise.all([ps('stat'), ps('lstart'), ps('command')]);
  if (state.trim() === '') return undefined;
  return { startedAt: startedAt.trim(), command: command.trim(), zombie: state.startsWith('Z') };
}
