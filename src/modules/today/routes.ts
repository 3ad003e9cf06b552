import { bindRoutes } from '../../kernel/http/routes.ts';
import { contract } from './contract.ts';
import { readDesk } from './desk.ts';
import { listDone } from './done.ts';
import { noticeBack, noticeDone } from './notices.ts';
import { answerCard, takeBackOutcome } from './outcomes.ts';
import { changeSettings, readSettings } from './settings.ts';

export const routes = bindRoutes(contract, {
  desk: readDesk,
  answer: answerCard,
  takeBack: takeBackOutcome,
  noticeDone,
  noticeBack,
  done: listDone,
  settings: { read: readSettings, change: changeSettings },
});
