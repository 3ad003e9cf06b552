export { registerSilence, type Silence } from './gate/silences.ts';
export { registerMergeField } from './templates/fields.ts';
export { openSending, sendingOf, turnSending, wake, type Sender } from './sending/sendings.ts';
