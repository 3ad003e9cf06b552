import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { keyIsKnown, openSecrets } from '../kernel/installation-key.ts';
import { newId } from '../kernel/ids.ts';
import { rotateSecrets } from '../kernel/rotate-secrets.ts';
import { secretsFrom, UnknownKey } from '../kernel/secrets.ts';
import { testHouse } from '../kernel/testing/house.ts';
import { sealedFieldPurpose } from '../modules/customers/index.ts';
import { sealed } from './modules.ts';

const OLD = 'the key of the first year, forty signs long';
const NEW = 'the key of the second year, forty signs too';
const PEOPLE = 5;
const SAID = `say "sealed": "v1.x" twice`;
const house = await testHouse();
const db = house.database.local;
const config = { ...house.config, secretKeyOld: undefined };

test('a replaced key: everything is sealed anew, also after an end in the middle, and marks stay as they were', async () => {
  const shops = [await house.openWorkspace(), await house.openWorkspace({ name: '山下茶铺' })];
  const old = await openSecrets(db, { ...config, secretKey: OLD });
  const mark = old.sign('tombstone', 'wang@example.com');
  for (let n = 0; n < PEOPLE; n += 1)
    await db
      .insertInto('users')
      .values({
        id: newId(),
        email: `${n}@example.com`,
        name: '',
        password_hash: '',
        language: null,
        created_at: new Date(),
        totp_secret: old.seal('totp', `secret ${n}`),
      })
      .execute();
  await db
    .insertInto('push_keys')
    .values({ public_key: 'p', private_key: old.seal('web push', 'private') })
    .execute();
  for (const shop of shops)
    await house.in(shop, async (ctx) => {
      const purpose = sealedFieldPurpose(shop.id);
      const custom = { allergy: { sealed: old.seal(purpose, '"花生"') }, said: SAID, odd: { sealed: 'v1.AAAA' } };
      await ctx.db
        .insertInto('customers')
        .values({ workspace_id: shop.id, id: newId(), name: '周', sort_name: '周', custom: JSON.stringify(custom) })
        .execute();
    });

  let said = '';
  const lost = await openSecrets(db, { ...config, secretKey: NEW }, (sentence) => (said = sentence));
  expect(said).toContain('SECRET_KEY_OLD');
  expect(await keyIsKnown(db, lost)).toBe(false);
  const both = await openSecrets(db, { ...config, secretKey: NEW, secretKeyOld: OLD });
  expect(both.unseal('totp', await totpOf(0))).toBe('secret 0');
  const killed = rotateSecrets(house.database.settings, both, sealed, () => {
    throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  let left = 0;
  await rotateSecrets(house.database.settings, both, sealed, (count) => (left += count));
  // All but the portion of people that was done before the end: push keys, the marking key, a card in each shop.
  expect(left).toBe(1 + 1 + shops.length);

  const fresh = await openSecrets(db, { ...config, secretKey: NEW });
  expect(await keyIsKnown(db, fresh)).toBe(true);
  expect(fresh.sign('tombstone', 'wang@example.com')).toBe(mark);
  for (let n = 0; n < PEOPLE; n += 1) expect(fresh.unseal('totp', await totpOf(n))).toBe(`secret ${n}`);
  for (const shop of shops) {
    const card = await house.in(shop, (ctx) =>
      ctx.db.selectFrom('customers').select('custom').where('workspace_id', '=', shop.id).executeTakeFirstOrThrow(),
    );
    const { allergy, said } = card.custom as unknown as { allergy: { sealed: string }; said: string };
    expect(fresh.unseal(sealedFieldPurpose(shop.id), allergy.sealed)).toBe('"花生"');
    expect(said).toBe(SAID);
    expect(() => secretsFrom(OLD).unseal(sealedFieldPurpose(shop.id), allergy.sealed)).toThrow(UnknownKey);
  }
  let again = 0;
  await rotateSecrets(house.database.settings, fresh, sealed, (count) => (again += count));
  expect(again).toBe(0);
});

test('what was sealed before keys had an id opens, and is sealed anew', async () => {
  // Sealed by version 0.1 with this key, for this purpose.
  const { sealedBegins, seal, unseal } = secretsFrom(OLD);
  const before = seal('totp', 'from then').replace(sealedBegins, 'v1.');
  expect(unseal('totp', before)).toBe('from then');
  expect(() => secretsFrom(NEW).unseal('totp', before)).toThrow(UnknownKey);
  expect(secretsFrom(NEW, { before: OLD }).unseal('totp', before)).toBe('from then');
  expect(() => unseal('web push', before)).toThrow(UnknownKey);
});

async function totpOf(n: number): Promise<string> {
  const { rows } = await sql<{ sealed: string }>`
    select totp_secret as sealed from users where email = ${`${n}@example.com`}`.execute(db);
  return rows[0]?.sealed ?? '';
}
