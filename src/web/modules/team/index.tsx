import type { WebModule } from '../../shell/module.ts';

export const team: WebModule = { name: 'team' };
