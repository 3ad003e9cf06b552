import { asSystem, command, workspaceById } from '../../../kernel/enter.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { House } from '../../../kernel/house.ts';
import type { Outgoing } from '../../../kernel/outgoing.ts';
import { push } from '../../team/index.ts';
import { dropPageDevices, notePushed, pageDevicesOf } from '../member/devices.ts';
import { deliverToPage } from '../member/deliver.ts';
import type { Outbound, Sent } from './ways.ts';

type PushHouse = Pick<House, 'config' | 'database' | 'secrets' | 'log'>;

/**
 * Each message becomes a row that the member reads on the own page; the same again is the same row. Their phones are
 * told of it where they want that: whether one heard it changes nothing, the message is there.
 */
export function pageSend(
  house: PushHouse,
  workspaceId: string,
  outgoing: Outgoing,
): (outbound: Outbound) => Promise<Sent> {
  return async ({ key, to: customerId, subject, text }) => {
    const workspace = await workspaceById(house.database, workspaceId);
    if (!workspace) return { outcome: 'refused', again: false, answer: '' };
    const enter = <T>(work: (ctx: Ctx) => Promise<T>) => command(house.database, asSystem(workspace), work);
    const title = subject || workspace.name;
    const devices = await enter(async (ctx) => {
      await deliverToPage(ctx, { id: key, customerId, title, body: text });
      return pageDevicesOf(ctx, customerId);
    });
    if (devices.length === 0) return { outcome: 'sent', answer: '' };
    const url = `${house.config.publicUrl}/m/${workspaceId}/messages/${key}`;
    const told = { id: key, title: workspace.name, text: title, url };
    const results = await Promise.all(
      devices.map(async (device) => ({ id: device.id, result: await push(house, device, told, outgoing) })),
    );
    const idsOf = (wanted: string) => results.flatMap(({ id, result }) => (result === wanted ? [id] : []));
    await enter(async (ctx) => {
      await dropPageDevices(ctx, idsOf('gone'));
      await notePushed(ctx, idsOf('sent'));
    });
    return { outcome: 'sent', answer: '' };
  };
}
