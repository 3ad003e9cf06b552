export { raiseReasons, settleReasons } from './reasons.ts';
export { raiseNotice, settleNotice, registerNoticeKind, type NewNotice, type NoticeKind } from './notices.ts';
export { cardsOf } from './cards.ts';
export { salutations } from './salutations.ts';
export { careByMember } from './care-by-member.ts';
export { registerDeskTasks } from './desk-tasks.ts';
export type { DeskTask } from './contract.ts';
export { registerReasonKind, type ReasonKind } from './kinds.ts';
export { onOutcome, onOutcomeTakenBack, type AnsweredCard } from './outcome-listeners.ts';
