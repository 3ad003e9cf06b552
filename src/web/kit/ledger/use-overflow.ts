import { useEffect, useRef, useState } from 'react';

/**
 * Whether the content is wider than its box. Only then the box scrolls by itself: a scrolling box would catch the
 * sticky heading, which otherwise stays at the top of the window.
 */
export function useOverflow() {
  const ref = useRef<HTMLDivElement>(null);
  const [tooWide, setTooWide] = useState(false);
  useEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    const watch = new ResizeObserver(() => setTooWide(box.scrollWidth > box.clientWidth + 1));
    watch.observe(box);
    if (box.firstElementChild) watch.observe(box.firstElementChild);
    return () => watch.disconnect();
  }, []);
  return { ref, tooWide };
}
