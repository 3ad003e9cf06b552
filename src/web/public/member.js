/** Turns the notifications of a member's phone on and off. Without it, or where a browser cannot, nothing shows. */
const section = document.querySelector('[data-push]');
const possible = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
if (section && possible && window.isSecureContext) void begin(section);

async function begin(box) {
  const { push: key, here } = box.dataset;
  const scope = here.slice(0, here.lastIndexOf('/'));
  const part = (name) => box.querySelector(`[data-${name}]`);
  const found = await navigator.serviceWorker.getRegistration(scope);
  let registration = found?.scope.endsWith(scope) ? found : null;
  const show = (state) => {
    for (const name of ['on', 'off', 'refused', 'failed']) part(name).hidden = name !== state;
  };
  const subscribed = await registration?.pushManager.getSubscription();
  show(subscribed ? 'off' : Notification.permission === 'denied' ? 'refused' : 'on');
  box.hidden = false;

  const press = (name, work) =>
    part(name).addEventListener('click', async () => {
      part(name).disabled = true;
      try {
        show(await work());
      } catch {
        show('failed');
      } finally {
        part(name).disabled = false;
      }
    });

  press('on', async () => {
    if ((await Notification.requestPermission()) !== 'granted') return 'refused';
    registration = await navigator.serviceWorker.register('/member-sw.js', { scope });
    await navigator.serviceWorker.ready;
    const made = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytesOf(key),
    });
    const { endpoint, keys } = made.toJSON();
    await say(here, { act: 'tell', endpoint, publicKey: keys.p256dh, auth: keys.auth });
    return 'off';
  });

  press('off', async () => {
    const made = await registration?.pushManager.getSubscription();
    if (made) {
      await say(here, { act: 'hush', endpoint: made.endpoint });
      await made.unsubscribe();
    }
    return 'on';
  });
}

async function say(address, form) {
  const answer = await fetch(address, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  if (answer.type !== 'opaqueredirect') throw new Error(String(answer.status));
}

function bytesOf(base64url) {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}
