import type { Ctx } from '../../../kernel/context.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { createCampaign } from '../campaigns/campaigns.ts';
import type { CampaignGiven } from '../campaigns/contract.ts';
import { startCampaign } from '../campaigns/run-campaign.ts';
import { createChannel } from '../channels/channels.ts';
import { jobs } from '../jobs.ts';
import '../module.ts';
import { sendingOf } from '../sending/sendings.ts';
import { changeSettings } from '../settings.ts';
import { createTemplate } from '../templates/templates.ts';
import { mailSink, work } from './shop.ts';

/** A house whose shops run campaigns by mail, to a server that knows every mailbox but those that begin with "nobody". */
export async function campaignHouse() {
  const house = await testHouse({ jobs });
  openDoorkeeper(house);
  const sink = await mailSink((to) =>
    to.startsWith('nobody') ? Object.assign(new Error('5.1.1 no such mailbox'), { responseCode: 550 }) : null,
  );

  const openShop = async () => {
    const shop = await house.openWorkspace({ zone: 'Asia/Shanghai' });
    const given = {
      provider: 'smtp',
      fromName: '林记茶行',
      fromAddress: 'lin@tea.example',
      host: '127.0.0.1',
      port: sink.port,
      secure: false,
    } as const;
    const [channelId, templateId] = await house.in(shop, async (ctx) => {
      // No quiet hours: these tests run at any time of the day.
      await changeSettings(ctx, { version: 0, quietFrom: '00:00', quietTo: '00:00', imprint: '福州南后街 1 号' });
      const channel = await createChannel(ctx, {
        kind: 'email',
        name: '邮件',
        perMinute: null,
        cost: { amount: '0.05', currency: 'CNY' },
        given,
      });
      const template = await createTemplate(ctx, {
        name: '新茶',
        channel: 'email',
        purpose: 'promotion',
        content: {
          'zh-CN': {
            subject: '{{salutation}}，新茶到了',
            preheader: '',
            blocks: [
              { kind: 'text', text: '{{salutation}}，{{offer}}' },
              { kind: 'button', text: '看一看', link: 'https://tea.example/new' },
            ],
          },
        },
      });
      return [channel.id, template.id];
    });
    const plan = (more: Partial<CampaignGiven> = {}): CampaignGiven => ({
      name: '白茶上新',
      purpose: 'promotion',
      offer: '九折',
      channelId,
      templateId,
      audience: { include: [], exclude: [] },
      holdOutPercent: 0,
      effectDays: 28,
      marginPercent: 50,
      ...more,
    });
    const inShop = <T>(does: (ctx: Ctx) => Promise<T>) => house.in(shop, does);
    const run = async (more: Partial<CampaignGiven> = {}) => {
      const { id } = await inShop((ctx) => createCampaign(ctx, plan(more)));
      await inShop((ctx) => startCampaign(ctx, { id }));
      const sending = await inShop((ctx) => sendingOf(ctx, 'campaign', id));
      await work(house, shop, 'care.freeze', { sendingId: sending?.id });
      return { id, sendingId: sending?.id ?? '' };
    };
    const send = () => work(house, shop, 'care.send', { channelId });
    return { shop, channelId, templateId, plan, inShop, run, send };
  };

  return { house, sink, openShop };
}
