import { askCode, lookAtLink, makeLink, openByCode, openLink, shopOfCodes } from './keys.ts';
import { changeOwnCard, readOwnCard, sayOnOwnCard } from './own-card.ts';
import { readProposals, settleProposal } from './proposals.ts';
import { changeSelfSettings, showSelfSettings } from './settings.ts';

export const selfVerbs = {
  settings: { read: showSelfSettings, change: changeSelfSettings },
  makeLink,
  proposals: readProposals,
  settle: settleProposal,
  look: lookAtLink,
  open: openLink,
  shop: shopOfCodes,
  askCode,
  openByCode,
  card: readOwnCard,
  change: changeOwnCard,
  consent: sayOnOwnCard,
};
