import { stranger } from '../../../../kernel/access.ts';
import type { Workspace } from '../../../../kernel/context.ts';
import type { Doorkeeper } from '../../../../kernel/house.ts';
import { buildServer } from '../../../../kernel/http/server.ts';
import { testHouse } from '../../../../kernel/testing/house.ts';
import { openDoorkeeper } from '../../../workspaces/index.ts';
import { jobs } from '../../jobs.ts';
import { careModule } from '../../module.ts';
import { linkToken } from '../../public/tokens.ts';
import { customer, mailChannel, mailSink, work } from '../../testing/shop.ts';
import { createEvent } from '../events.ts';

const doorkeeper: Doorkeeper = { identify: async () => ({ actor: stranger, workspace: null, locale: 'en' }) };

export const EVERYBODY = { include: [], exclude: [] };

/** A day far enough ahead that the tests never overtake it. */
const DAY = '2099-06-12';

interface Facts {
  places?: number | null;
  tiers?: string[];
  day?: string;
  text?: string;
  mail?: boolean;
}

/** A house whose shops invite people, and the public pages of it. */
export async function eventHouse() {
  const house = await testHouse({ jobs, doorkeeper });
  openDoorkeeper(house);
  const app = await buildServer(house, [careModule]);
  const sink = await mailSink();

  async function plan({ places = null, tiers = [], day = DAY, text = '六款春茶', mail = true }: Facts = {}) {
    const shop = await house.openWorkspace();
    return house.in(shop, async (ctx) => {
      const channel = mail ? await mailChannel(ctx, sink.port) : null;
      const event = await createEvent(ctx, {
        title: '春茶品鉴',
        text,
        online: false,
        place: '店里茶席',
        day,
        from: '14:00',
        to: '16:00',
        places,
        price: '免费',
        tiers,
        channelId: channel?.id ?? null,
        listed: false,
        effectDays: 30,
      });
      return { shop, id: event.id, channelId: channel?.id, url: new URL(event.url).pathname };
    });
  }

  const sendAll = (shop: Workspace, channelId: string | undefined) => work(house, shop, 'care.send', { channelId });
  const mailsTo = (address: string) => sink.received.filter(({ to }) => to === address);
  const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
  const post = (url: string, fields: Record<string, string>) =>
    app.inject({ method: 'POST', url, headers: FORM, payload: new URLSearchParams(fields).toString() });
  const ticketOf = (shop: Workspace, guestId: string) =>
    `/c/g/${linkToken({ kind: 'g', workspaceId: shop.id, id: guestId, n: 0 })}`;
  const people = async (shop: Workspace, count: number) => {
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) ids.push(await customer(house, shop, { name: `客人${n}` }));
    return ids;
  };

  return { house, app, sink, plan, sendAll, mailsTo, post, ticketOf, people };
}
