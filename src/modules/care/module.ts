import type { ServerModule } from '../../kernel/module.ts';
import { registerBelongings, registerSmsSender, registerTimeline } from '../customers/index.ts';
import { careBelongings } from './belongings.ts';
import { sendCodeBySms } from './channels/code-by-sms.ts';
import { contract } from './contract.ts';
import { pauses, registerSilence } from './gate/silences.ts';
import { jobs } from './jobs.ts';
import { journeyReactions } from './journeys/reactions.ts';
import { hangIn as hangInJourneys } from './journeys/setup.ts';
import { publicRoutes } from './public/http.ts';
import { routes } from './routes.ts';
import { messagesOnTimeline } from './timeline.ts';

registerBelongings(careBelongings);
registerTimeline(messagesOnTimeline);
registerSilence(pauses);
hangInJourneys();
registerSmsSender(sendCodeBySms);

export const careModule: ServerModule = {
  name: 'care',
  contract,
  routes,
  http: publicRoutes,
  jobs,
  reactions: journeyReactions,
};
