import type { ServerModule } from '../../kernel/module.ts';
import { registerTimeline } from '../customers/index.ts';
import { birthdayKind } from './birthdays.ts';
import { contract } from './contract.ts';
import { night } from './jobs.ts';
import { registerReasonKind } from './kinds.ts';
import { reactions } from './reactions.ts';
import { routes } from './routes.ts';
import { answersOnTimeline } from './timeline.ts';

registerReasonKind(birthdayKind);
registerTimeline(answersOnTimeline);

export const todayModule: ServerModule = { name: 'today', contract, routes, jobs: [night], reactions };
