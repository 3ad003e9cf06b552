export { api } from '../api.ts';
export type { Gathering, Guest, GuestState, OpenedGathering } from '../../../../modules/care/events/contract.ts';
