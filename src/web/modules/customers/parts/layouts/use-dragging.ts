import { useRef, useState, type MouseEvent, type PointerEvent } from 'react';

/** What a grip hears: by mouse and by finger alike. */
export interface Grip {
  onPointerDown: (event: PointerEvent) => void;
  onPointerMove: (event: PointerEvent) => void;
  onPointerUp: (event: PointerEvent) => void;
  onPointerCancel: () => void;
  onClickCapture: (event: MouseEvent) => void;
}

/** A press that moves less is a press. */
const STILL_PIXELS = 6;

/** Draws things between elements that are marked `data-drop`; `drop` is told which. */
export function useDragging<Thing>(drop: (thing: Thing, place: string) => void) {
  const [held, setHeld] = useState<Thing | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const start = useRef<{ x: number; y: number } | null>(null);
  const drawn = useRef(false);
  const end = () => {
    start.current = null;
    setHeld(null);
    setOver(null);
  };
  const gripOf = (thing: Thing): Grip => ({
    onPointerDown(event) {
      if (event.button !== 0) return;
      start.current = { x: event.clientX, y: event.clientY };
      drawn.current = false;
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event) {
      const from = start.current;
      if (!from) return;
      if (!drawn.current && Math.hypot(event.clientX - from.x, event.clientY - from.y) < STILL_PIXELS) return;
      drawn.current = true;
      setHeld(thing);
      setOver(placeAt(event));
    },
    onPointerUp(event) {
      const place = drawn.current ? placeAt(event) : null;
      end();
      if (place !== null) drop(thing, place);
    },
    onPointerCancel: end,
    // What was drawn was not pressed.
    onClickCapture(event) {
      if (!drawn.current) return;
      drawn.current = false;
      event.stopPropagation();
      event.preventDefault();
    },
  });
  return { held, over, gripOf };
}

function placeAt({ clientX, clientY }: PointerEvent): string | null {
  const place = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-drop]');
  return place?.dataset['drop'] ?? null;
}
