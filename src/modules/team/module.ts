import type { ServerModule } from '../../kernel/module.ts';
import { registerBelongings } from '../customers/index.ts';
import { registerUndo } from '../transfer/index.ts';
import { registerDeskTasks, registerNoticeKind } from '../today/index.ts';
import { teamBelongings } from './belongings.ts';
import { undoDemoTeam } from './demo/undo.ts';
import { contract } from './contract.ts';
import { distributionKinds } from './distribution/kinds.ts';
import { handOverKinds } from './hand-over/kinds.ts';
import { objectionKind } from './hand-over/objections.ts';
import { undoHandedTasks } from './hand-over/tasks.ts';
import { teamRoutes } from './http.ts';
import { jobs } from './jobs.ts';
import { reactions } from './reactions.ts';
import { registerNotificationKind } from './reminders/kinds.ts';
import { registerFigure } from './results/figures.ts';
import { ownFigures } from './results/own-figures.ts';
import { undoCourses } from './training/demo-courses.ts';
import { courseKinds } from './training/kinds.ts';
import { routes } from './routes.ts';
import { undoTasks } from './tasks/demo-tasks.ts';
import { tasksOnDesk } from './tasks/desk.ts';
import { noteKind, taskKinds } from './tasks/kinds.ts';

registerBelongings(teamBelongings);
registerUndo(undoDemoTeam);
registerUndo(undoTasks);
registerUndo(undoCourses);
registerUndo(undoHandedTasks);
registerNoticeKind(objectionKind);
registerDeskTasks(tasksOnDesk);
for (const kind of [...taskKinds, noteKind, ...courseKinds, ...distributionKinds, ...handOverKinds])
  registerNotificationKind(kind);
for (const figure of ownFigures) registerFigure(figure);

export const teamModule: ServerModule = {
  name: 'team',
  sealed: [{ table: 'push_keys', column: 'private_key', purpose: 'web push' }],
  contract,
  routes,
  http: teamRoutes,
  jobs,
  reactions,
};
