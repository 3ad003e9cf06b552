import type { ServerModule } from '../../kernel/module.ts';
import { registerBelongings } from '../customers/index.ts';
import { teamBelongings } from './belongings.ts';
import { contract } from './contract.ts';
import { jobs } from './jobs.ts';
import { reactions } from './reactions.ts';
import { routes } from './routes.ts';

registerBelongings(teamBelongings);

export const teamModule: ServerModule = { name: 'team', contract, routes, jobs, reactions };
