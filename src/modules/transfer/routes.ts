import { bindRoutes } from '../../kernel/http/routes.ts';
import { contract } from './contract.ts';
import { startDemoShop } from './demo-shop.ts';
import { cancelImport, chooseForImport, listImports, readImport, rehearseImport, startImport } from './imports.ts';
import { undoChangeSet } from './undo.ts';
import { listDeliveries, pingWebhook, sendAgain } from './webhooks/deliveries.ts';
import { changeWebhook, createWebhook, listWebhooks, removeWebhook, resumeWebhook } from './webhooks/webhooks.ts';

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
  webhooks: {
    list: listWebhooks,
    create: createWebhook,
    change: changeWebhook,
    remove: removeWebhook,
    resume: resumeWebhook,
    ping: pingWebhook,
    deliveries: listDeliveries,
    again: sendAgain,
  },
  changeSets: { undo: undoChangeSet },
});
