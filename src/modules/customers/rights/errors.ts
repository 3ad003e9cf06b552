import type { ErrorCatalog } from '../../../kernel/errors.ts';

export const rightsErrors = { MEMBER_NOT_FOUND: { status: 404 } } as const satisfies ErrorCatalog;
