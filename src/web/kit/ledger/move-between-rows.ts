import type { KeyboardEvent } from 'react';

/** ↓ and ↑ (or j and k) walk from row to row, Home and End jump; Enter opens, as it does on every link. */
export function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLAnchorElement)) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('a[data-row]')];
  const here = links.indexOf(event.target);
  if (here < 0) return;
  const next = target(event.key, here, links.length);
  if (next === undefined) return;
  event.preventDefault();
  links[next]?.focus();
}

function target(key: string, here: number, count: number): number | undefined {
  if (key === 'ArrowDown' || key === 'j') return Math.min(here + 1, count - 1);
  if (key === 'ArrowUp' || key === 'k') return Math.max(here - 1, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}
