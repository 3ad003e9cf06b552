/** Browser and system, as far as the browser says. */
export function machineOf(userAgent: string | null): string | undefined {
  const browser = /(Edg|Firefox|Chrome|Safari)\//.exec(userAgent ?? '')?.[1]?.replace('Edg', 'Edge');
  const system = /(iPhone|iPad|Android|Windows|Mac OS X|Linux)/
    .exec(userAgent ?? '')?.[1]
    ?.replace('Mac OS X', 'macOS');
  return [browser, system].filter(Boolean).join(' · ') || undefined;
}
