import type { FastifyInstance } from 'fastify';
import type { House } from '../../kernel/house.ts';
import type { ServerModule } from '../../kernel/module.ts';
import { registerBelongings, registerSmsSender, registerTimeline } from '../customers/index.ts';
import { registerCampaigns } from '../retention/index.ts';
import { registerUndo } from '../transfer/index.ts';
import { registerNotificationKind } from '../team/index.ts';
import { registerReasonKind } from '../today/index.ts';
import { answeredNews, answeredReason, answersOnTimeline } from './answers/words.ts';
import { careBelongings } from './belongings.ts';
import { campaignsTold } from './campaigns/told.ts';
import { campaignNews } from './campaigns/words.ts';
import { sendCodeBySms } from './channels/code-by-sms.ts';
import { contract } from './contract.ts';
import { undoCare } from './demo-care.ts';
import { hangIn as hangInContent } from './content/setup.ts';
import { pauses, registerSilence } from './gate/silences.ts';
import { jobs } from './jobs.ts';
import { journeyReactions } from './journeys/reactions.ts';
import { hangIn as hangInEvents } from './events/setup.ts';
import { hangIn as hangInJourneys } from './journeys/setup.ts';
import { hangIn as hangInMember } from './member/setup.ts';
import { printRoutes } from './print/http.ts';
import { publicRoutes } from './public/http.ts';
import { reactions } from './reactions.ts';
import { routes } from './routes.ts';
import { messagesOnTimeline } from './timeline.ts';

registerBelongings(careBelongings);
registerTimeline(messagesOnTimeline);
registerTimeline(answersOnTimeline);
registerReasonKind(answeredReason);
registerNotificationKind(answeredNews);
registerNotificationKind(campaignNews);
registerSilence(pauses);
registerCampaigns(campaignsTold);
hangInJourneys();
hangInContent();
hangInEvents();
hangInMember();
registerSmsSender(sendCodeBySms);
registerUndo(undoCare);

async function careHttp(app: FastifyInstance, house: House): Promise<void> {
  await publicRoutes(app, house);
  printRoutes(app, house);
}

export const careModule: ServerModule = {
  name: 'care',
  sealed: [
    { table: 'care_channels', column: 'secrets', purpose: 'care channel' },
    { table: 'care_mailboxes', column: 'secret', purpose: 'care mailbox' },
  ],
  contract,
  routes,
  http: careHttp,
  jobs,
  reactions: [...reactions, ...journeyReactions],
};
