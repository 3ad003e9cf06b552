import type { ServerModule } from '../../kernel/module.ts';
import { sql } from 'kysely';
import { GAPS_FOR_ALERT } from '../../maths/rhythm.ts';
import {
  registerBelongings,
  registerInsight,
  registerListColumn,
  registerOwnRhythm,
  registerTimeline,
} from '../customers/index.ts';
import { registerFigure, registerKnowledge, registerNotificationKind } from '../team/index.ts';
import { registerCondition, registerContacts } from '../segments/index.ts';
import { registerUndo } from '../transfer/index.ts';
import { onOutcome, onOutcomeTakenBack, registerReasonKind } from '../today/index.ts';
import { alertCondition } from './alert-condition.ts';
import { watchFigures } from './colleague-figures.ts';
import { caseBelongings } from './cases/belongings.ts';
import { undoDemoRetention } from './cases/demo.ts';
import { contactsInCases } from './cases/contacts.ts';
import { caseNotifications, caseReasonKind, casesDue } from './cases/deadline.ts';
import { casesOnTimeline } from './cases/on-timeline.ts';
import { watchBelongings } from './belongings.ts';
import { contract } from './contract.ts';
import { costBelongings } from './costs/belongings.ts';
import { riskKnowledge } from './handed-over.ts';
import { ownIndicators } from './indicators/own-indicators.ts';
import { registerIndicator } from './indicators/registry.ts';
import { insights } from './insights.ts';
import { knowingNight, night } from './jobs.ts';
import { reasonKinds } from './kinds.ts';
import { rhythmColumns } from './list-columns.ts';
import { undoAccounts } from './key-accounts/demo-accounts.ts';
import { reviewAnswered, reviewKind, reviewTakenBack } from './key-accounts/due-reviews.ts';
import { noteAnswer, takeAnswerBack } from './outcomes.ts';
import { predictionBelongings } from './predictions/belongings.ts';
import { predictionsNight } from './predictions/jobs.ts';
import { reactions } from './reactions.ts';
import { routes } from './routes.ts';
import { readSettings } from './settings.ts';
import { alertsOnTimeline } from './timeline.ts';

registerBelongings(watchBelongings);
registerUndo(undoDemoRetention);
registerBelongings(caseBelongings);
registerBelongings(costBelongings);
registerReasonKind(caseReasonKind);
registerContacts('cases', contactsInCases);
for (const kind of caseNotifications) registerNotificationKind(kind);
registerTimeline(casesOnTimeline);
registerBelongings(predictionBelongings);
for (const figure of watchFigures) registerFigure(figure);
for (const kind of reasonKinds) registerReasonKind(kind);
for (const insight of insights) registerInsight(insight);
registerTimeline(alertsOnTimeline);
for (const column of rhythmColumns) registerListColumn(column);
registerOwnRhythm({
  table: 'retention_rhythms',
  lastOn: 'last_on',
  alertOn: 'alert_on',
  own: sql`r.gaps >= ${GAPS_FOR_ALERT}`,
  lostDays: async (ctx) => (await readSettings(ctx)).lostDays,
});
registerCondition(alertCondition);
registerKnowledge('risk', riskKnowledge);
for (const indicator of ownIndicators) registerIndicator(indicator);
registerReasonKind(reviewKind);
registerUndo(undoAccounts);
onOutcome(reviewAnswered);
onOutcomeTakenBack(reviewTakenBack);
onOutcome(noteAnswer);
onOutcomeTakenBack(takeAnswerBack);

export const retentionModule: ServerModule = {
  name: 'retention',
  contract,
  routes,
  jobs: [night, casesDue, predictionsNight, knowingNight],
  reactions,
};
