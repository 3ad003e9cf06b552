export { raiseReasons, settleReasons, type NewReason, type SettledReasons } from './reasons.ts';
export { registerReasonKind, type ReasonFacts, type ReasonKind } from './kinds.ts';
export { onOutcome, onOutcomeTakenBack, type AnsweredCard } from './outcome-listeners.ts';
