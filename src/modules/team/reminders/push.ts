import type { House } from '../../../kernel/house.ts';
import { AddressRefused, type Outgoing } from '../../../kernel/outgoing.ts';
import { openOutgoing } from '../../../kernel/outgoing.ts';
import { pushKeys } from './push-keys.ts';
import { authorization, encrypt, type Subscription } from './web-push.ts';

/** `gone`: the device is no more; `again`: worth another try; `failed`: not worth one. */
export type SendResult = 'sent' | 'again' | 'failed' | 'gone';

export interface PushMessage {
  id: string;
  /** Whose word it is, where that is not this product. */
  title?: string;
  text: string;
  url: string;
}

/** The service keeps it for a device that is off: a day, after which a reminder helps nobody. */
const KEPT_SECONDS = 86_400;
/** Services take 4,096 bytes with everything around the text. */
const LONGEST_TEXT = 700;

let outgoing: Outgoing | undefined;

/** To a colleague's device. */
export async function pushTo(
  house: House,
  workspaceId: string,
  deviceId: string,
  message: PushMessage,
  way: Outgoing = (outgoing ??= openOutgoing()),
): Promise<SendResult> {
  const device = await house.database
    .reader(workspaceId)
    .selectFrom('push_devices')
    .select(['endpoint', 'public_key as publicKey', 'auth'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', deviceId)
    .executeTakeFirst();
  return device ? push(house, device, message, way) : 'failed';
}

/** To whatever browser it was that subscribed, and readable by it alone. */
export async function push(
  house: Pick<House, 'config' | 'database' | 'secrets' | 'log'>,
  device: Subscription,
  { text, ...rest }: PushMessage,
  way: Outgoing,
): Promise<SendResult> {
  const keys = await pushKeys(house);
  const message = JSON.stringify({ ...rest, text: text.slice(0, LONGEST_TEXT) });
  try {
    const { status } = await way.post(
      device.endpoint,
      {
        authorization: authorization(device.endpoint, keys, subjectOf(house), new Date()),
        'content-encoding': 'aes128gcm',
        'content-type': 'application/octet-stream',
        ttl: String(KEPT_SECONDS),
        urgency: 'high',
      },
      encrypt(Buffer.from(message), device),
    );
    if (status === 404 || status === 410) return 'gone';
    if (status === 429 || status >= 500) return 'again';
    return status < 300 ? 'sent' : 'failed';
  } catch (error) {
    house.log.warn({ code: (error as { code?: string }).code }, 'push was not accepted');
    return error instanceof AddressRefused ? 'gone' : 'again';
  }
}

/** Whom a push service may turn to (RFC 8292 §2.1). */
function subjectOf({ config }: Pick<House, 'config'>): string {
  const { protocol, hostname } = new URL(config.publicUrl);
  return protocol === 'https:' ? config.publicUrl : `mailto:regulars@${hostname}`;
}
