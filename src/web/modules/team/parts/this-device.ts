import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { toastProblem } from '../../../kit/toast.tsx';
import { api } from '../api.ts';

/** `impossible`: this browser, or an address without https, cannot; `refused`: the person said no to the browser. */
export type DeviceState = 'impossible' | 'refused' | 'off' | 'on';

/** Push on the device that one sits at. */
export function useThisDevice() {
  const { t } = useTranslation('team');
  const queries = useQueryClient();
  const [state, setState] = useState<DeviceState>(() => firstState());
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (firstState() === 'off') void subscriptionHere().then((found) => found && setState('on'));
  }, []);

  async function turnOn(): Promise<void> {
    setBusy(true);
    try {
      if ((await Notification.requestPermission()) !== 'granted') return setState('refused');
      const registration = await navigator.serviceWorker.ready;
      const { publicKey } = await api.call.reminders.push.key({});
      const made = await registration.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: bytesOf(publicKey) as BufferSource,
      });
      await api.call.reminders.push.add({ ...keysOf(made), name: nameOfDevice() });
      setState('on');
      await queries.invalidateQueries({ queryKey: api.key() });
    } catch (error) {
      toastProblem(isApiError(error) ? error.message : t('notify.failed'));
    } finally {
      setBusy(false);
    }
  }
  return { state, busy, turnOn };
}

function firstState(): DeviceState {
  const possible = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  if (!possible || !window.isSecureContext) return 'impossible';
  return Notification.permission === 'denied' ? 'refused' : 'off';
}

async function subscriptionHere(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

function keysOf(subscription: PushSubscription): { endpoint: string; publicKey: string; auth: string } {
  const { endpoint = '', keys } = subscription.toJSON();
  return { endpoint, publicKey: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' };
}

function bytesOf(base64url: string): Uint8Array {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}

/** "Chrome, Android": enough to know one's own devices apart. */
function nameOfDevice(): string {
  const agent = navigator.userAgent;
  const browser = ['Edg', 'Firefox', 'Chrome', 'Safari'].find((one) => agent.includes(one)) ?? 'Browser';
  const system = ['iPhone', 'iPad', 'Android', 'Windows', 'Mac', 'Linux'].find((one) => agent.includes(one)) ?? '';
  return [browser === 'Edg' ? 'Edge' : browser, system].filter(Boolean).join(', ');
}
