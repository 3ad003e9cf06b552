import { Button } from '@mantine/core';
import { IconCloudOff, IconLock, IconMoodEmpty, IconPlugConnectedX, IconTool } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './empty-state.tsx';

interface ErrorStateProps {
  error: unknown;
  retry?: () => void;
  small?: boolean;
}

/** A failed part of a screen, in plain words. A refusal's own sentence comes from the server in the reader's language. */
export function ErrorState({ error, retry, small }: ErrorStateProps): ReactNode {
  const { t } = useTranslation('kit');
  const { icon, sentence } = look(error);
  return (
    <div role="alert">
      <EmptyState
        icon={icon}
        small={small}
        step={
          retry && (
            <Button variant="default" onClick={retry}>
              {t('retry')}
            </Button>
          )
        }
      >
        {sentence ?? t(`error.${kind(error)}`)}
      </EmptyState>
    </div>
  );
}

interface Worded {
  status?: number;
  message?: string;
}

function look(error: unknown) {
  const { status, message } = (error ?? {}) as Worded;
  if (status === 403) return { icon: IconLock, sentence: message };
  if (status === 404) return { icon: IconMoodEmpty, sentence: message };
  if (status === 502 || status === 503 || status === 504) return { icon: IconPlugConnectedX, sentence: message };
  if (status !== undefined) return { icon: IconTool, sentence: message };
  return { icon: error instanceof TypeError ? IconCloudOff : IconTool, sentence: undefined };
}

/** A fetch that found no server fails with a TypeError; so does a lazy page. Anything else is our own fault. */
function kind(error: unknown): 'offline' | 'broken' {
  return error instanceof TypeError && /fetch|import|load/i.test(error.message) ? 'offline' : 'broken';
}
