import { useSyncExternalStore } from 'react';
import { connection, onConnection } from '../../../../api/connection.ts';
import { isApiError, kindOf } from '../../../../api/errors.ts';
import { api } from '../../api.ts';

export type SaleInput = Parameters<typeof api.call.counter.sell>[0];

/** A sale that was made while the network was away. Its key makes sure that it has one effect, however often it is sent. */
export interface WaitingSale {
  input: SaleInput & { idempotencyKey: string };
  total: string;
  who: string;
  /** The server's word on why it will not take it. */
  refused: string | null;
}

/** Of the workspace that is open: another shop's sales wait for their own shop. Every tab of the device has the same list. */
const PLACE = 'regulars.counter.waiting';
let shop = '';
let sales: WaitingSale[] = [];
let sending = false;
const listeners = new Set<() => void>();

export function openWaiting(workspaceId: string): void {
  if (shop === workspaceId) return;
  shop = workspaceId;
  takeStored();
  void sendWaiting();
}

export function useWaiting(): readonly WaitingSale[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => sales,
  );
}

/** Stored before anything is said: whoever reads "kept" can switch the device off. */
export function keepSale(input: SaleInput, total: string, who: string): void {
  keep({ ...input, idempotencyKey: crypto.randomUUID(), placedAt: new Date().toISOString() }, total, who);
}

/** One whose answer never came: sent again exactly as it was, so that it counts once whether it had arrived or not. */
export function keepSent(input: WaitingSale['input'], total: string, who: string): void {
  keep(input, total, who);
  void sendWaiting();
}

export function dropSale(key: string): void {
  change((kept) => kept.filter(({ input }) => input.idempotencyKey !== key));
}

export function sendAgain(key: string): void {
  change((kept) => kept.map((sale) => (sale.input.idempotencyKey === key ? { ...sale, refused: null } : sale)));
  void sendWaiting();
}

/** One after the other, the oldest first, by one tab at a time; stops when the network goes again. */
export async function sendWaiting(): Promise<void> {
  if (sending || connection() !== 'online') return;
  sending = true;
  try {
    // Only a page that came over a safe way has locks; without one the keys see to it that each sale counts once.
    if ('locks' in navigator) await navigator.locks.request(`${PLACE}.${shop}`, sendAll);
    else await sendAll();
  } finally {
    sending = false;
  }
}

async function sendAll(): Promise<void> {
  takeStored();
  for (const sale of sales.filter(({ refused }) => refused === null)) {
    try {
      await api.call.counter.sell(sale.input);
      dropSale(sale.input.idempotencyKey);
    } catch (error) {
      const kind = kindOf(error);
      if (kind === 'offline' || kind === 'away' || kind === 'limited' || !isApiError(error)) return;
      // Sent a moment ago, by this tab or another: its own answer will tell.
      if (error.code === 'IDEMPOTENCY_IN_FLIGHT') return;
      refuse(sale.input.idempotencyKey, error.message);
    }
  }
}

function keep(input: WaitingSale['input'], total: string, who: string): void {
  change((kept) => [...kept, { input, total, who, refused: null }]);
}

function refuse(key: string, why: string): void {
  change((kept) => kept.map((sale) => (sale.input.idempotencyKey === key ? { ...sale, refused: why } : sale)));
}

/** From what is stored, not from what this tab remembers: another tab may have kept a sale meanwhile. */
function change(make: (kept: WaitingSale[]) => WaitingSale[]): void {
  localStorage.setItem(`${PLACE}.${shop}`, JSON.stringify(make(stored())));
  takeStored();
}

function takeStored(): void {
  sales = stored();
  tell();
}

function stored(): WaitingSale[] {
  return JSON.parse(localStorage.getItem(`${PLACE}.${shop}`) ?? '[]') as WaitingSale[];
}

function tell(): void {
  for (const listener of listeners) listener();
}

onConnection(() => void sendWaiting());
window.addEventListener('storage', ({ key }) => {
  if (key === `${PLACE}.${shop}`) takeStored();
});
