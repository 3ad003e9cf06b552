import type { ServerModule } from '../../kernel/module.ts';
import { registerTimeline, registerBelongings } from '../customers/index.ts';
import { askFactsKind } from './ask-facts.ts';
import { birthdayKind } from './birthdays.ts';
import { deskBelongings } from './belongings.ts';
import { contract } from './contract.ts';
import { night } from './jobs.ts';
import { registerReasonKind } from './kinds.ts';
import { occasionKind, remembranceKind } from './occasions.ts';
import { registerNoticeKind } from './notices.ts';
import { readingKind, requestKind } from './privacy-notices.ts';
import { proposalKind } from './proposals.ts';
import { reactions } from './reactions.ts';
import { routes } from './routes.ts';
import { answersOnTimeline } from './timeline.ts';

registerBelongings(deskBelongings);
registerReasonKind(birthdayKind);
registerReasonKind(askFactsKind);
registerReasonKind(proposalKind);
registerReasonKind(occasionKind);
registerReasonKind(remembranceKind);
registerNoticeKind(readingKind);
registerNoticeKind(requestKind);
registerTimeline(answersOnTimeline);

export const todayModule: ServerModule = { name: 'today', contract, routes, jobs: [night], reactions };
