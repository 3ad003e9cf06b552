export { divideShop } from './engine/divide.ts';
export { registerCostToServe, type CostToServe } from './engine/cost-to-serve.ts';
export { verifyClasses } from './engine/verify.ts';
export { registerCondition, type ConditionKind } from './conditions/kinds.ts';
export { segmentEntered, segmentLeft } from './conditions/contract.ts';
export { touchSegments } from './conditions/touch.ts';
export { verifySegments } from './conditions/keep-members.ts';
export { windowMoves, windowShape, andWithin, type Window } from './conditions/shapes.ts';
export { registerContacts } from './migration/contacts.ts';
