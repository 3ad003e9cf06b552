import { contract } from '../../../modules/care/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type { CareSettings, Channel } from '../../../modules/care/channels/contract.ts';
export type {
  Block,
  Content,
  OpenedTemplate,
  Template,
  TemplateChannel,
  Wording,
} from '../../../modules/care/templates/contract.ts';
export type {
  Audience,
  Campaign,
  CampaignEffect,
  CampaignMessage,
  OpenedCampaign,
} from '../../../modules/care/campaigns/contract.ts';

export const api = moduleClient('care', contract);
