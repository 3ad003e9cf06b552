import { Refusal } from '../../kernel/errors.ts';
import { asSystem } from '../../kernel/enter.ts';
import type { Workspace } from '../../kernel/context.ts';
import type { Entry } from '../../kernel/house.ts';
import { readConfig } from '../../kernel/config.ts';
import { findWorkspace } from '../../modules/workspaces/index.ts';
import { openHouse, type OpenHouse } from '../open-house.ts';
import type { Given } from './command.ts';

/** Nothing was set up on this installation yet. */
class NobodyHere extends Error {
  constructor() {
    super(
      'There is no workspace yet. Open the link that "npm start" prints, or run ' +
        '"regulars workspace create --name N --owner EMAIL".',
    );
  }
}

/** Opens the house beside a running server or without one, and closes it afterwards. */
export async function withHouse<T>(work: (house: OpenHouse) => Promise<T>): Promise<T> {
  const config = { ...readConfig(), logLevel: 'error' };
  const house = await openHouse(config, { besideRunningServer: true, supervise: false });
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}

/** The workspace that the command names, and the command line as who works in it. */
export async function placeOf(house: OpenHouse, given: Given): Promise<{ workspace: Workspace; entry: Entry }> {
  const named = given.flags['workspace'];
  const workspace = await findWorkspace(house, typeof named === 'string' ? named : undefined).catch(
    (error: unknown) => {
      const none = typeof named !== 'string' && error instanceof Refusal && error.code === 'WORKSPACE_UNKNOWN';
      throw none ? new NobodyHere() : error;
    },
  );
  return { workspace, entry: asSystem(workspace) };
}
