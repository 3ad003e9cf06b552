import type { ServerModule } from '../../kernel/module.ts';
import { registerInsight, registerListColumn, registerBelongings } from '../customers/index.ts';
import { classBelongings } from './belongings.ts';
import { contract } from './contract.ts';
import { readClasses } from './insight.ts';
import { night } from './jobs.ts';
import { wordsOfClass } from './playbooks.ts';
import { reactions } from './reactions.ts';
import { routes } from './routes.ts';
import { CLASSES, SCHEMES } from './rules/schemes.ts';

registerBelongings(classBelongings);
const columnKeys = { 'value-matrix': 'valueClass', rfm: 'rfmClass' } as const;

registerInsight({ key: 'classes', permission: 'classes.read', read: readClasses });
for (const scheme of SCHEMES) {
  registerListColumn({
    key: columnKeys[scheme],
    title: `segments:schemes.${scheme}.name`,
    kind: 'key',
    table: 'class_members',
    column: 'key',
    where: { scheme },
    sortable: false,
    filter: 'one-of',
    options: CLASSES[scheme].map((key) => ({ key, title: wordsOfClass(scheme, key, 'name') })),
    permission: 'classes.read',
  });
}

export const segmentsModule: ServerModule = { name: 'segments', contract, routes, jobs: [night], reactions };
