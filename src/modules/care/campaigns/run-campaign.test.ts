import { expect, test } from 'vitest';
import { colleague } from '../../team/testing/shop.ts';
import { campaignHouse } from '../testing/campaign-house.ts';
import { customer, work } from '../testing/shop.ts';
import { createCampaign, readCampaign } from './campaigns.ts';
import { startCampaign } from './run-campaign.ts';

const { house, openShop } = await campaignHouse();

test('a campaign whose starter has left before its day is a draft again, and the owners hear of it', async () => {
  const { shop, inShop, plan } = await openShop();
  await customer(house, shop);
  const owner = await colleague(house, shop, { role: 'owner', name: '林老板' });
  const grants = { 'customers.read': 'all', 'care.read': 'all', 'care.edit': 'all', 'care.send': 'all' } as const;
  const marketing = await colleague(house, shop, { role: 'marketing', name: '小周', grants });
  const startsAt = new Date(Date.now() + 86_400_000).toISOString();
  const { id } = await house.in(shop, (ctx) => createCampaign(ctx, plan({ startsAt })), marketing);
  expect(await house.in(shop, (ctx) => startCampaign(ctx, { id }), marketing)).toMatchObject({ state: 'planned' });
  await inShop((ctx) =>
    ctx.db.updateTable('memberships').set({ deactivated_at: ctx.now }).where('id', '=', marketing.memberId).execute(),
  );
  await work(house, shop, 'care.begin', { campaignId: id });
  expect(await inShop((ctx) => readCampaign(ctx, { id }))).toMatchObject({ state: 'draft', startsAt: null });
  const told = await inShop((ctx) =>
    ctx.db
      .selectFrom('notifications')
      .select(['member_id', 'kind', 'params', 'link'])
      .where('workspace_id', '=', shop.id)
      .execute(),
  );
  expect(told).toEqual([
    {
      member_id: owner.memberId,
      kind: 'campaignGivenBack',
      params: { name: '白茶上新', by: '小周' },
      link: `/care/campaigns/${id}`,
    },
  ]);
  // Somebody who is here starts it.
  expect(await inShop((ctx) => startCampaign(ctx, { id }))).toMatchObject({ state: 'freezing' });
});
