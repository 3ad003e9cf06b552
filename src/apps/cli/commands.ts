import { backup } from './backup.ts';
import type { Command } from './command.ts';
import { doctor } from './doctor.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { migrateCommand } from './migrate.ts';
import { restore } from './restore.ts';
import { seed } from './seed.ts';
import { start } from './start.ts';
import { undo } from './undo.ts';
import { verify } from './verify.ts';
import { keyCreate, userCreate, userResetPassword, workspaceCreate } from './workspace.ts';

/** Every command by its words. */
export const commands: Readonly<Record<string, Command>> = {
  start,
  migrate: migrateCommand,
  import: importCommand,
  export: exportCommand,
  undo,
  backup,
  restore,
  verify,
  seed,
  'workspace create': workspaceCreate,
  'user create': userCreate,
  'user reset-password': userResetPassword,
  'key create': keyCreate,
  doctor,
};
