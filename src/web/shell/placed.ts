import type { WebModule } from './module.ts';

/** Each contribution with the module it comes from: the namespace of its words. */
export function placed<Part extends object>(
  module: WebModule,
  parts: readonly Part[] = [],
): (Part & { module: string })[] {
  return parts.map((part) => Object.assign({ module: module.name }, part));
}
