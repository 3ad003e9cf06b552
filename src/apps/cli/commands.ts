import { workspaceOption, type Command } from './command.ts';

/** Every command by its words. What a command needs is loaded when it runs: asking for help costs nothing. */
export const commands: Readonly<Record<string, Command>> = {
  start: {
    usage: 'start',
    summary: 'Start everything: PostgreSQL, server and worker.',
    load: async () => (await import('./start.ts')).start,
  },
  migrate: {
    usage: 'migrate',
    summary: 'Bring the database to the newest version. Starting does it too.',
    load: async () => (await import('./migrate.ts')).migrate,
  },
  import: {
    usage: 'import FILE [--kind customers|orders] [--workspace W] [--mapping M.json] [--dry-run]',
    summary: 'Import a file of customers or orders; a row that cannot be read never stops the others.',
    options: {
      ...workspaceOption,
      kind: { type: 'string', default: 'orders' },
      mapping: { type: 'string' },
      'dry-run': { type: 'boolean' },
    },
    load: async () => (await import('./import.ts')).importFrom,
  },
  export: {
    usage: 'export KIND [--format csv|xlsx] [--out FILE] [--workspace W]',
    summary: 'Write customers or orders to a file, or to standard output.',
    options: { ...workspaceOption, format: { type: 'string', default: 'csv' }, out: { type: 'string' } },
    load: async () => (await import('./export.ts')).exportKind,
  },
  undo: {
    usage: 'undo CHANGE_SET [--workspace W]',
    summary: 'Take back an import, a merge or a bulk edit.',
    options: workspaceOption,
    load: async () => (await import('./undo.ts')).undo,
  },
  backup: {
    usage: 'backup [FILE]',
    summary: 'Write everything, files included, into one archive (.tar.gz) and read it again to be sure.',
    load: async () => (await import('./backup.ts')).backup,
  },
  restore: {
    usage: 'restore FILE [--erased FILE]',
    summary: 'Load a backup into an empty database; what is there already is never touched.',
    options: { erased: { type: 'string' } },
    load: async () => (await import('./restore.ts')).restore,
  },
  verify: {
    usage: 'verify [--workspace W]',
    summary: 'Recompute statistics, classes and rhythms from the facts and compare; check the chain of the log.',
    options: workspaceOption,
    load: async () => (await import('./verify.ts')).verify,
  },
  seed: {
    usage: 'seed retail [--workspace W]',
    summary: 'Fill a workspace with a believable shop to try things with; an undo removes it.',
    options: workspaceOption,
    load: async () => (await import('./seed.ts')).seed,
  },
  'workspace create': {
    usage: 'workspace create --name N --owner EMAIL',
    summary: 'Make a workspace; a new owner gets a link to choose a password.',
    options: { name: { type: 'string' }, owner: { type: 'string' } },
    load: async () => (await import('./workspace.ts')).workspaceCreate,
  },
  'user create': {
    usage: 'user create --email E --name N --role R [--workspace W]',
    summary: 'Add a colleague, who gets a link to choose a password.',
    options: { ...workspaceOption, email: { type: 'string' }, name: { type: 'string' }, role: { type: 'string' } },
    load: async () => (await import('./workspace.ts')).userCreate,
  },
  'user reset-password': {
    usage: 'user reset-password EMAIL',
    summary: 'Print a link with which the person chooses a new password.',
    load: async () => (await import('./workspace.ts')).userResetPassword,
  },
  'key create': {
    usage: 'key create --name N --role R [--workspace W]',
    summary: 'Make an API key; it is shown once.',
    options: { ...workspaceOption, name: { type: 'string' }, role: { type: 'string' } },
    load: async () => (await import('./workspace.ts')).keyCreate,
  },
  'secret rotate': {
    usage: 'secret rotate',
    summary: 'Seal everything anew after SECRET_KEY was replaced; SECRET_KEY_OLD names the one before.',
    load: async () => (await import('./secret.ts')).secretRotate,
  },
  doctor: {
    usage: 'doctor',
    summary: 'Look at what Regulars needs and say in plain words what is wrong.',
    load: async () => (await import('./doctor.ts')).doctor,
  },
};
