// The walls of the house. A module may call only modules above it: one line per module, in order.
const mayCall = {
  workspaces: [],
  transfer: ['workspaces'],
  customers: ['workspaces', 'transfer'],
  today: ['workspaces', 'transfer', 'customers'],
  team: ['workspaces', 'transfer', 'customers', 'today'],
  orders: ['workspaces', 'transfer', 'customers', 'today', 'team'],
  segments: ['workspaces', 'transfer', 'customers', 'today', 'team', 'orders'],
  retention: ['workspaces', 'transfer', 'customers', 'today', 'team', 'orders', 'segments'],
  loyalty: ['workspaces', 'transfer', 'customers', 'today', 'team', 'orders', 'segments', 'retention'],
  care: ['workspaces', 'transfer', 'customers', 'today', 'team', 'orders', 'segments', 'retention', 'loyalty'],
};

const order = Object.keys(mayCall);
for (const [module, called] of Object.entries(mayCall)) {
  for (const other of called) {
    if (order.indexOf(other) >= order.indexOf(module))
      throw new Error(`${module} may not call ${other}: it stands below.`);
  }
}

const TESTS = '\\.test\\.tsx?$|/testing(/|\\.ts$)';
// A module's own rooms and those of the rooms it is split into.
const RULES = ['^src/modules/[^/]+/rules/', '^src/modules/[^/]+/[^/]+/rules/'];
const CONTRACTS = [
  '^src/modules/[^/]+/[^/]*contract\\.ts$',
  '^src/modules/[^/]+/[^/]+/[^/]*contract\\.ts$',
  '^src/modules/[^/]+/[^/]+/[^/]+/[^/]*contract\\.ts$',
];
const door = (module) => `^src/modules/${module}/(index|contract)\\.ts$`;

const moduleRules = Object.entries(mayCall).map(([module, called]) => ({
  name: `${module}-calls-only-modules-above-by-their-door`,
  severity: 'error',
  from: { path: `^src/modules/${module}/`, pathNot: TESTS },
  to: { path: '^src/modules/', pathNot: [`^src/modules/${module}/`, ...called.map(door)] },
}));

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: TESTS },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'maths-imports-only-maths',
      severity: 'error',
      from: { path: '^src/maths/', pathNot: TESTS },
      to: { pathNot: '^src/maths/' },
    },
    {
      name: 'kernel-knows-no-module',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { path: '^src/(modules|web|apps)/' },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      from: { path: RULES, pathNot: TESTS },
      to: {
        path: '^src/',
        pathNot: ['^src/maths/', '^src/kernel/access\\.ts$', ...RULES, ...CONTRACTS],
      },
    },
    {
      name: 'contracts-import-only-contracts-and-rules',
      severity: 'error',
      from: { path: CONTRACTS },
      to: {
        path: '^src/',
        pathNot: ['^src/maths/', '^src/kernel/(contract|access|errors)\\.ts$', 'contract\\.ts$', '/rules/'],
      },
    },
    { name: 'modules-know-no-web', severity: 'error', from: { path: '^src/modules/' }, to: { path: '^src/web/' } },
    {
      name: 'web-sees-contracts-rules-and-words',
      severity: 'error',
      from: { path: '^src/web/' },
      to: {
        path: '^src/(modules|kernel|apps)/',
        pathNot: ['/[a-z-]*contract\\.ts$', '/rules/', '/messages/', '^src/kernel/(errors|access|i18n/locales)\\.ts$'],
      },
    },
    {
      name: 'web-kit-knows-no-module',
      severity: 'error',
      from: { path: '^src/web/kit/' },
      to: { path: '^src/(modules|web/(modules|shell|api))/' },
    },
    {
      name: 'web-modules-by-their-door',
      severity: 'error',
      from: { path: '^src/web/modules/([^/]+)/' },
      to: { path: '^src/web/modules/', pathNot: ['^src/web/modules/$1/', '^src/web/modules/[^/]+/index\\.tsx$'] },
    },
    {
      name: 'only-the-shell-lists-web-modules',
      severity: 'error',
      from: { path: '^src/web/(kit|api)/' },
      to: { path: '^src/web/modules/' },
    },
    {
      name: 'only-the-database-connects',
      severity: 'error',
      from: { path: '^src/(modules|apps)/', pathNot: TESTS },
      to: { path: 'node_modules/pg/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-inside-imports-the-door',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/(?!module\\.ts)', pathNot: TESTS },
      to: { path: '^src/modules/$1/index\\.ts$' },
    },
    ...moduleRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.server.json' },
    parser: 'swc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
