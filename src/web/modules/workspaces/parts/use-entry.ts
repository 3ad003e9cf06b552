import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { startOver } from '../../../api/session.ts';

/** After coming in: nothing of the stranger's view remains, and the page that was wanted opens. */
export function useEntry(): (session: { workspace?: { id: string } | undefined }, next?: string) => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();
  return async ({ workspace }, next) => {
    await startOver(client, workspace?.id ?? null);
    await router.invalidate();
    // Only paths of our own: an address in the link must not lead elsewhere.
    const inside = next && /^\/(?![/\\])/.test(next) ? next : '/';
    await navigate({ to: inside, replace: true });
  };
}
