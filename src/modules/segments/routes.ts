import { bindRoutes } from '../../kernel/http/routes.ts';
import { segmentsRoutes } from './conditions/routes.ts';
import { contract } from './contract.ts';
import { judgeClass, readFit } from './fit/fit.ts';
import { listMembers } from './members.ts';
import { readEffect } from './migration/effect.ts';
import { readFlows } from './migration/flows.ts';
import { readMonths } from './migration/months.ts';
import { listSchemes, makeScheme, removeScheme, renameScheme } from './schemes/own.ts';
import { changeSettings } from './schemes/settings.ts';
import { readDivision } from './view.ts';

export const routes = bindRoutes(contract, {
  segments: segmentsRoutes,
  list: listSchemes,
  read: readDivision,
  customers: listMembers,
  moves: readMonths,
  flows: readFlows,
  effect: readEffect,
  fit: readFit,
  judge: judgeClass,
  change: changeSettings,
  make: (ctx, input) => makeScheme(ctx, input),
  rename: renameScheme,
  remove: removeScheme,
});
