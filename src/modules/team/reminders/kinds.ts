import type { Ctx } from '../../../kernel/context.ts';

export interface NotificationFacts {
  readonly params: Readonly<Record<string, unknown>>;
}

export interface NotificationKind {
  readonly kind: string;
  /** Its words live there: `<module>:notifications.<kind>`, and its name `<module>:notificationKinds.<kind>`. */
  readonly module: string;
  /** Whether members get it by mail and on their devices unless they choose otherwise. */
  readonly mail: boolean;
  readonly push: boolean;
  /**
   * Values for the sentence, one per notification in the same order; the notification's `params` unless said. Params
   * hold ids and names of colleagues; what may be erased (titles, customers) is looked up here.
   */
  readonly values?: (ctx: Ctx, facts: readonly NotificationFacts[]) => Promise<Record<string, unknown>[]>;
}

const kinds = new Map<string, NotificationKind>();

/** Called once at start by the `module.ts` of the module that notifies. */
export function registerNotificationKind(kind: NotificationKind): void {
  kinds.set(kind.kind, kind);
}

export function notificationKindNamed(kind: string): NotificationKind | undefined {
  return kinds.get(kind);
}

export function notificationKinds(): NotificationKind[] {
  return [...kinds.values()];
}
