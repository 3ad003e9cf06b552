import { askByMail, confirmLink, openLink } from './consents/ask-by-mail.ts';
import { readLedger, recordConsent } from './consents/ledger.ts';
import { lift, restrict } from './consents/restrictions.ts';
import { listTexts, writeText } from './consents/texts.ts';
import { disclosuresOfCustomer, listDisclosures, readReadings } from './disclosures/list.ts';
import { reveal } from './disclosures/reveal.ts';
import { eraseCustomer } from './erasure/erase.ts';
import { createRequest, listRequests, readRequest, stepRequest } from './requests/requests.ts';
import { changeRule, previewRule, readRules } from './retention/retention-rules.ts';
import { changePrivacySettings, readPrivacySettings } from './settings.ts';
import type { Ctx } from '../../../kernel/context.ts';

export const privacyVerbs = {
  consents: {
    ledger: readLedger,
    record: recordConsent,
    ask: askByMail,
    openLink,
    confirmLink,
    texts: listTexts,
    writeText,
    restrict: (ctx: Ctx, input: Parameters<typeof restrict>[1]) =>
      restrict(ctx, input).then(() => readLedger(ctx, input)),
    lift: (ctx: Ctx, input: Parameters<typeof lift>[1]) => lift(ctx, input).then(() => readLedger(ctx, input)),
  },
  disclosures: { reveal, ofCustomer: disclosuresOfCustomer, list: listDisclosures, readings: readReadings },
  erasure: { erase: eraseCustomer },
  requests: {
    list: listRequests,
    create: createRequest,
    read: readRequest,
    step: stepRequest,
    settings: readPrivacySettings,
    changeSettings: changePrivacySettings,
  },
  retention: { rules: readRules, preview: previewRule, change: changeRule },
};
