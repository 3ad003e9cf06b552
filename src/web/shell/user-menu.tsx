import { lazy, Suspense, useState, type ReactNode } from 'react';
import { UserButton } from './user-button.tsx';

const load = () => import('./user-popover.tsx');
const UserPopover = lazy(load);

/** Who is signed in; what opens below it is loaded when the pointer comes near. */
export function UserMenu(): ReactNode {
  const [wanted, setWanted] = useState(false);
  const button = <UserButton onClick={() => setWanted(true)} onPointerEnter={() => void load()} />;
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <UserPopover />
    </Suspense>
  );
}
