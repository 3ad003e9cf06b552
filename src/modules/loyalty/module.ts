import type { ServerModule } from '../../kernel/module.ts';
import { onCustomersMerged, registerBelongings } from '../customers/index.ts';
import { registerReasonKind } from '../today/index.ts';
import { registerExportKind, registerUndo } from '../transfer/index.ts';
import { loyaltyBelongings } from './belongings.ts';
import { contract } from './contract.ts';
import { creditChangedHands, overdueKind } from './credit/overdue.ts';
import { undoLoyalty } from './demo/undo.ts';
import { pointsToFile } from './ledger/export-kind.ts';
import { pointsChangedHands } from './ledger/merged.ts';
import { reviewStamps } from './stamps/stamps.ts';
import { remindersKind } from './reminders/kind.ts';
import { registerMemberRoom } from './member/rooms.ts';
import { reactions } from './reactions.ts';
import { drawsRoom } from './member/draws-room.ts';
import { memberRoutes } from './member/http.ts';
import { night } from './review-all.ts';
import { routes } from './routes.ts';

registerBelongings(loyaltyBelongings);
onCustomersMerged(pointsChangedHands);
onCustomersMerged((ctx, { keep, merged }) => reviewStamps(ctx, [keep, ...merged]));
onCustomersMerged(creditChangedHands);
registerUndo(undoLoyalty);
registerExportKind(pointsToFile);
registerReasonKind(remindersKind);
registerReasonKind(overdueKind);
registerMemberRoom(drawsRoom);

export const loyaltyModule: ServerModule = {
  name: 'loyalty',
  contract,
  routes,
  http: memberRoutes,
  jobs: [night],
  reactions,
};
