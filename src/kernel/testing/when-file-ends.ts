const closers: (() => Promise<unknown>)[] = [];

/**
 * What a test file opened, wherever in it, is closed when the file is done, the latest first. Vitest forgets an `afterAll`
 * that a `beforeAll` adds, and one process runs many files.
 */
export function whenFileEnds(close: () => Promise<unknown>): void {
  closers.push(close);
}

export async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}
