import type { ReactNode } from 'react';
import { useFormats } from '../../../kit/use-formats.ts';
import { useDesk } from './use-desk.ts';

/** How many customers still wait for care today. Default export: the menu loads it lazily. */
export default function Badge(): ReactNode {
  const { data } = useDesk();
  const f = useFormats();
  return data && data.cards.length > 0 ? f.number(data.cards.length) : null;
}
