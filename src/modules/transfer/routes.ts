import { bindRoutes } from '../../kernel/http/routes.ts';
import { contract } from './contract.ts';
import { startDemoShop } from './demo-shop.ts';
import { cancelImport, chooseForImport, listImports, readImport, rehearseImport, startImport } from './imports.ts';
import { undoChangeSet } from './undo.ts';

export const routes = bindRoutes(contract, {
  imports: {
    list: listImports,
    read: readImport,
    choose: chooseForImport,
    rehearse: rehearseImport,
    start: startImport,
    cancel: cancelImport,
  },
  demoShop: startDemoShop,
  changeSets: { undo: undoChangeSet },
});
