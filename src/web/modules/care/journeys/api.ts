import type { OpenedJourney as Opened } from '../../../../modules/care/journeys/contract.ts';
import type { Plan } from '../../../../modules/care/journeys/plan-contract.ts';

export { api } from '../api.ts';
export type { Journey, JourneyResults, Rehearsed } from '../../../../modules/care/journeys/contract.ts';

/** The contract leaves the shape of the plan open; the server has read it with its own. */
export type OpenedJourney = Omit<Opened, 'plan'> & { plan: Plan };
