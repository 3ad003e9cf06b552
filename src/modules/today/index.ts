export { raiseReasons, settleReasons } from './reasons.ts';
export { registerReasonKind, type ReasonKind } from './kinds.ts';
export { onOutcome, onOutcomeTakenBack, type AnsweredCard } from './outcome-listeners.ts';
