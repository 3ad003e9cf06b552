import { reaction } from '../../kernel/outbox.ts';
import {
  askWanted,
  customersChanged,
  customersCreated,
  occasionsChanged,
  proposalMade,
  proposalsSettled,
  readingUnusual,
  requestClosed,
  requestDue,
} from '../customers/index.ts';
import { askForFacts } from './ask-facts.ts';
import { reviewBirthdays } from './birthdays.ts';
import { reviewOccasions } from './occasions.ts';
import { forgetProposals, tellOfProposal } from './proposals.ts';
import { tellOfReading, tellOfRequest, settleRequest } from './privacy-notices.ts';

export const reactions = [
  reaction('today.birthdays_of_new', customersCreated, (ctx, { customerIds }) => reviewBirthdays(ctx, customerIds)),
  reaction('today.birthdays_of_changed', customersChanged, (ctx, { customerIds }) => reviewBirthdays(ctx, customerIds)),
  reaction('today.proposal_made', proposalMade, tellOfProposal),
  reaction('today.proposals_settled', proposalsSettled, forgetProposals),
  reaction('today.ask_facts', askWanted, askForFacts),
  reaction('today.occasions', occasionsChanged, (ctx, { customerIds }) => reviewOccasions(ctx, customerIds)),
  reaction('today.occasions_of_changed', customersChanged, (ctx, { customerIds }) => reviewOccasions(ctx, customerIds)),
  reaction('today.reading_unusual', readingUnusual, tellOfReading),
  reaction('today.request_due', requestDue, tellOfRequest),
  reaction('today.request_closed', requestClosed, settleRequest),
];
