import { createContext, Suspense, use, type ComponentType, type ReactNode } from 'react';
import { may, useSession } from '../api/session.ts';
import { ErrorState } from '../kit/error-state.tsx';
import { CardSkeleton } from '../kit/skeletons.tsx';
import { Boundary } from './boundary.tsx';
import type { PanelIn, PanelPlaces, WebModule } from './module.ts';
import { placed } from './placed.ts';

const ModulesContext = createContext<readonly WebModule[]>([]);

export const ModulesProvider = ModulesContext.Provider;

export function useModules(): readonly WebModule[] {
  return use(ModulesContext);
}

export interface PlacedPanel<Place extends keyof PanelPlaces> extends PanelIn<Place> {
  /** The module it comes from: the namespace of its words. */
  module: string;
}

/** What other modules put in a place, as far as this person may see it, in order. */
export function usePanels<Place extends keyof PanelPlaces>(place: Place): PlacedPanel<Place>[] {
  const session = useSession();
  return useModules()
    .flatMap((module) => placed(module, module.panels))
    .filter((panel) => panel.place === place && may(session, panel.permission))
    .sort((a, b) => a.order - b.order) as unknown as PlacedPanel<Place>[];
}

/** `<Panels place="customer.right" customerId={id} />`: each filling on its own, so that one failing harms no other. */
export function Panels<Place extends keyof PanelPlaces>({
  place,
  fallback,
  ...given
}: { place: Place; fallback?: ReactNode } & PanelPlaces[Place]): ReactNode {
  return usePanels(place).map(({ key, module, component }) => {
    const Filling = component as ComponentType<object>;
    return (
      <Boundary key={`${module}.${key}`} fallback={(error, retry) => <ErrorState error={error} retry={retry} small />}>
        <Suspense fallback={fallback ?? <CardSkeleton />}>
          <Filling {...given} />
        </Suspense>
      </Boundary>
    );
  });
}
