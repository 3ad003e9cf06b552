import { z } from 'zod';
import { byId, id, listInput, nothing, operation, page, pick } from '../../../kernel/contract.ts';
import { careErrors } from '../errors-contract.ts';
import { filledLine } from '../shapes-contract.ts';
import { campaign, effect, message, opened, plan, sum } from './shapes-contract.ts';

export { audience } from './shapes-contract.ts';
export type {
  AbRule,
  Audience,
  AudiencePart,
  Campaign,
  CampaignEffect,
  CampaignGiven,
  CampaignMessage,
  CampaignSum,
  Counts,
  MessageState,
  OpenedCampaign,
} from './shapes-contract.ts';

const known = pick(careErrors, 'CAMPAIGN_NOT_FOUND');
const faults = pick(
  careErrors,
  'CAMPAIGN_TEMPLATE_UNFIT',
  'CHANNEL_NOT_FOUND',
  'TEMPLATE_NOT_FOUND',
  'CARE_AUDIENCE_UNFIT',
  'CARE_COUPON_UNFIT',
);
const act = (path: `/${string}`, summary: string, requires: 'care.send' | 'care.edit' = 'care.send') =>
  ({
    method: 'POST',
    path: `/care/campaigns/{id}/${path.slice(1)}`,
    summary,
    requires,
    input: byId,
    output: opened,
    status: 200,
  }) as const;

export const campaignsContract = {
  list: operation({
    method: 'GET',
    path: '/care/campaigns',
    summary: 'Campaigns, the newest first',
    requires: 'care.read',
    input: listInput.strict(),
    output: page(campaign),
  }),
  read: operation({
    method: 'GET',
    path: '/care/campaigns/{id}',
    summary: 'A campaign with its plan and how far it is',
    requires: 'care.read',
    input: byId,
    output: opened,
    errors: known,
  }),
  create: operation({
    method: 'POST',
    path: '/care/campaigns',
    summary: 'Plan a campaign; nothing goes out yet',
    requires: 'care.edit',
    input: z.object(plan).strict(),
    output: opened,
    errors: faults,
  }),
  change: operation({
    method: 'PATCH',
    path: '/care/campaigns/{id}',
    summary: 'Change a campaign that has not been started',
    requires: 'care.edit',
    input: z
      .object({
        ...plan,
        purpose: z.enum(['service', 'greeting', 'promotion']),
        effectDays: z.number().int().min(1).max(180),
        marginPercent: z.number().int().min(1).max(100),
      })
      .partial()
      .extend({ id, version: z.number().int().optional() })
      .strict(),
    output: opened,
    errors: { ...known, ...faults, ...pick(careErrors, 'CAMPAIGN_STARTED') },
  }),
  remove: operation({
    method: 'DELETE',
    path: '/care/campaigns/{id}',
    summary: 'Drop a campaign that has not been started',
    requires: 'care.edit',
    input: byId,
    output: nothing,
    errors: { ...known, ...pick(careErrors, 'CAMPAIGN_STARTED') },
  }),
  check: operation({
    method: 'GET',
    path: '/care/campaigns/{id}/check',
    summary: 'Who would get it and who not, and why, before anything goes out',
    requires: 'care.read',
    input: byId,
    output: sum,
    errors: { ...known, ...pick(careErrors, 'CARE_AUDIENCE_UNFIT') },
  }),
  test: operation({
    method: 'POST',
    path: '/care/campaigns/{id}/test',
    summary: 'Send it to addresses of one’s own, as a customer would get it',
    requires: 'care.edit',
    input: z.object({ id, to: z.array(filledLine(254)).min(1).max(5), customerId: id.nullish() }).strict(),
    output: z.object({ sent: z.number().int() }),
    errors: {
      ...known,
      ...pick(careErrors, 'CHANNEL_ADDRESS_UNFIT', 'CHANNEL_NOT_FOUND', 'CARE_CUSTOMER_UNFIT', 'CARE_TEST_REFUSED'),
    },
    status: 200,
  }),
  start: operation({
    ...act('/start', 'Start it, or ask for the yes that its size needs'),
    errors: {
      ...known,
      ...pick(
        careErrors,
        'CAMPAIGN_STARTED',
        'CAMPAIGN_NOBODY',
        'CAMPAIGN_BUDGET_EXCEEDED',
        'CAMPAIGN_START_PAST',
        'CARE_AUDIENCE_UNFIT',
        'CHANNEL_NOT_FOUND',
      ),
    },
  }),
  approve: operation({
    ...act('/approve', 'Say yes to a campaign that somebody else wants to start'),
    errors: { ...known, ...pick(careErrors, 'CAMPAIGN_NOT_ASKED', 'CAMPAIGN_OWN_APPROVAL') },
  }),
  pause: operation({
    ...act('/pause', 'Let nothing more go out for now'),
    errors: { ...known, ...pick(careErrors, 'CAMPAIGN_NOT_RUNNING') },
  }),
  resume: operation({
    ...act('/resume', 'Go on'),
    errors: { ...known, ...pick(careErrors, 'CAMPAIGN_NOT_RUNNING') },
  }),
  stop: operation({
    ...act('/stop', 'End it for good: who has not got it yet will not get it'),
    errors: { ...known, ...pick(careErrors, 'CAMPAIGN_NOT_RUNNING') },
  }),
  messages: operation({
    method: 'GET',
    path: '/care/campaigns/{id}/messages',
    summary: 'The recipients in one state',
    requires: 'care.read',
    input: listInput.extend({ id, state: message.shape.state.optional() }).strict(),
    output: page(message),
    errors: known,
  }),
  again: operation({
    method: 'POST',
    path: '/care/messages/{id}/again',
    summary: 'Send a message again of which nobody knows whether it went out, or that failed',
    requires: 'care.send',
    input: byId,
    output: nothing,
    errors: pick(careErrors, 'MESSAGE_NOT_FOUND', 'MESSAGE_NOT_TO_SEND', 'MESSAGE_STOPPED'),
    status: 200,
  }),
  effect: operation({
    method: 'GET',
    path: '/care/campaigns/{id}/effect',
    summary: 'What it brought, against those who were left in peace',
    requires: 'care.read',
    input: byId,
    output: effect,
    errors: known,
  }),
};
