import { checkCard } from './check.ts';
import { listCleanUp, summariseCleanUp } from './clean-up.ts';

export const livingVerbs = { cleanUp: listCleanUp, summary: summariseCleanUp, check: checkCard };
