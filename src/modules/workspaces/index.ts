export { openDoorkeeper } from './doorkeeper.ts';
export { createUser, createWorkspace, ensureFirstOwner, findWorkspace, setupLink } from './setup.ts';
export { createKey } from './keys.ts';
export { memberNames, members } from './members.ts';
export { memberContacts, type MemberContact } from './contacts.ts';
export { countAttempt } from './limits.ts';
export { premises } from './premises.ts';
export { resetPassword } from './password-reset.ts';
export { baseCurrencyStaysWhile } from './base-currency.ts';
