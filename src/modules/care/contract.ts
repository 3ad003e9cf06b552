import { campaignsContract } from './campaigns/contract.ts';
import { careSettingsContract, channelsContract } from './channels/contract.ts';
import { articlesContract, topicsContract } from './content/contract.ts';
import { eventsContract } from './events/contract.ts';
import { followersContract } from './followers/contract.ts';
import { pausesContract, suppressionsContract } from './gate/contract.ts';
import { journeysContract } from './journeys/contract.ts';
import { greetingsContract } from './greetings/contract.ts';
import { mailboxContract } from './mailbox/contract.ts';
import { templatesContract } from './templates/contract.ts';

export const contract = {
  settings: careSettingsContract,
  channels: channelsContract,
  followers: followersContract,
  mailbox: mailboxContract,
  templates: templatesContract,
  campaigns: campaignsContract,
  greetings: greetingsContract,
  journeys: journeysContract,
  events: eventsContract,
  topics: topicsContract,
  articles: articlesContract,
  pauses: pausesContract,
  suppressions: suppressionsContract,
};
