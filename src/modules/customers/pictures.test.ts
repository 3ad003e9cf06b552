import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDesk, type Desk } from './testing/desk.ts';

let desk: Desk;
let id: string;

beforeAll(async () => {
  desk = await openDesk();
  id = (await desk.call('POST', '/customers', { name: '王桂兰' })).body['id'] as string;
});

const put = (name: string, content: Buffer | string) => desk.upload(`/customers/${id}/files`, name, content);
const kept = async (fileId: unknown) => {
  const path = desk.house.files.path(desk.shop.id, fileId as string);
  return { bytes: await sharp(path).toBuffer(), about: await sharp(path).metadata() };
};
const photo = (size = { width: 60, height: 40 }) => sharp({ create: { ...size, channels: 3, background: '#0f766e' } });

describe('a picture', () => {
  test('is drawn anew: where and with what it was taken is gone, and it stands upright', async () => {
    const withPlace = await photo()
      .withExif({
        IFD0: { Make: 'SpyCam', Orientation: '6' },
        IFD3: { GPSLatitude: '31/1 14/1 0/1', GPSLatitudeRef: 'N' },
      })
      .jpeg()
      .toBuffer();
    expect((await sharp(withPlace).metadata()).exif?.toString('latin1')).toContain('SpyCam');
    const added = await put('名片.jpg', withPlace);
    expect(added).toMatchObject({ status: 201, body: { mediaType: 'image/jpeg' } });
    const { about } = await kept(added.body['id']);
    expect([about.exif, about.xmp, about.iptc, about.orientation]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    const answer = await desk.call('GET', `/customers/${id}/files/${added.body['id'] as string}`);
    expect(answer.raw).not.toContain('SpyCam');
    expect(answer.headers['content-length']).toBe(String(added.body['bytes']));
  });

  test('keeps no page or program that was hung on its end', async () => {
    const polyglot = Buffer.concat([
      await photo().png().toBuffer(),
      Buffer.from('<script>alert(1)</script>PK\x03\x04'),
    ]);
    const added = await put('a.png', polyglot);
    expect(added.status).toBe(201);
    const answer = await desk.call('GET', `/customers/${id}/files/${added.body['id'] as string}`);
    expect(answer.raw).not.toContain('script');
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(answer.headers['content-disposition']).toMatch(/^attachment/);
  });

  test('keeps its kind, its movement, and no more than a screen can show', async () => {
    const large = await put('大.webp', await photo({ width: 5000, height: 20 }).webp().toBuffer());
    expect((await kept(large.body['id'])).about).toMatchObject({ format: 'webp', width: 4096 });
    const frames = await sharp([await photo().png().toBuffer(), await photo().negate().png().toBuffer()], {
      join: { animated: true },
    })
      .gif()
      .toBuffer();
    const gif = await put('动.gif', frames);
    expect((await kept(gif.body['id'])).about.pages).toBe(2);
  });

  test('that is none, or only begins like one, is refused and leaves nothing behind', async () => {
    const before = await desk.house.files.list(desk.shop.id);
    const svg = await put('a.png', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    expect(svg).toMatchObject({ status: 415, body: { code: 'CUSTOMER_FILE_NOT_WHAT_IT_SAYS' } });
    const cut = await put('b.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]));
    expect(cut).toMatchObject({ status: 422, body: { code: 'CUSTOMER_PICTURE_UNREADABLE' } });
    expect((await put('合同.pdf', 'MZ\0program')).status).toBe(415);
    expect(await desk.house.files.list(desk.shop.id)).toEqual(before);
  });
});
