import { expect, test, vi } from 'vitest';
import { signOut } from './sign-out.ts';

/** What a tab keeps, as browsers have it and Node has not. */
function tab(kept: Record<string, string>) {
  const held = new Map(Object.entries(kept));
  return {
    held,
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
    clear: () => held.clear(),
  };
}

test('signing out takes the members that were seen out of the tab, also while the network is away', async () => {
  const store = tab({ 'regulars.counter.seen.1': '[{"name":"王阿姨"}]' });
  vi.stubGlobal('sessionStorage', store);
  vi.stubGlobal('localStorage', tab({}));
  vi.stubGlobal('document', { documentElement: { lang: 'zh-CN' } });
  // Outside a browser an address without a host reaches nobody.
  await expect(signOut()).rejects.toThrow(TypeError);
  expect(store.held.size).toBe(0);
});
