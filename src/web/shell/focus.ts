import type { AnyRouter } from '@tanstack/react-router';

/**
 * After going to another page the focus is on its heading, so that the keyboard goes on there and screen readers say
 * where one is. A field that took the focus by itself keeps it.
 */
export function followNavigation(router: AnyRouter): void {
  router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
    if (!pathChanged || !fromLocation) return;
    requestAnimationFrame(focusHeading);
  });
}

function focusHeading(): void {
  const page = document.getElementById('page');
  if (page?.contains(document.activeElement) && document.activeElement !== page) return;
  const heading = document.querySelector<HTMLElement>('main h1') ?? page;
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
