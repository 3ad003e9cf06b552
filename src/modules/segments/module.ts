import type { ServerModule } from '../../kernel/module.ts';
import { registerInsight, registerListColumn, registerBelongings } from '../customers/index.ts';
import { registerUndo } from '../transfer/index.ts';
import { classBelongings } from './belongings.ts';
import { passDayJob } from './conditions/jobs.ts';
import { segmentReactions } from './conditions/reactions.ts';
import { hangIn } from './conditions/setup.ts';
import { contract } from './contract.ts';
import { undoClasses } from './demo-classes.ts';
import { readClasses } from './insight.ts';
import { night } from './jobs.ts';
import { wordsOfClass } from './playbooks/words.ts';
import { reactions } from './reactions.ts';
import { routes } from './routes.ts';
import { FIXED_CLASSES } from './rules/built-in.ts';

registerBelongings(classBelongings);
registerUndo(undoClasses);
hangIn();
const columnKeys: Record<string, string> = {
  'value-matrix': 'valueClass',
  rfm: 'rfmClass',
  'e-class': 'eClass',
  'p-class': 'pClass',
  pyramid: 'pyramidClass',
  consumption: 'consumptionClass',
  'buyer-kind': 'buyerKind',
  vip: 'vipClass',
};

registerInsight({ key: 'classes', permission: 'classes.read', read: readClasses });
for (const { key: scheme, classes } of FIXED_CLASSES) {
  registerListColumn({
    key: columnKeys[scheme] ?? scheme,
    title: `segments:schemes.${scheme}.name`,
    kind: 'key',
    table: 'class_members',
    column: 'key',
    where: { scheme },
    sortable: false,
    usual: scheme === 'value-matrix',
    filter: 'one-of',
    options: classes.map((key) => ({ key, title: wordsOfClass(scheme, key, 'name') })),
    permission: 'classes.read',
  });
}

export const segmentsModule: ServerModule = {
  name: 'segments',
  contract,
  routes,
  jobs: [night, passDayJob],
  reactions: [...reactions, ...segmentReactions],
};
