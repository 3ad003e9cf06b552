import { Button } from '@mantine/core';
import { IconDoorEnter } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { toastProblem, toastWithUndo } from '../../../kit/toast.tsx';
import { api } from '../api.ts';
import { useLookAgain } from './after-purchase.ts';
import { sentenceOf } from './sentence-of.ts';

/** They came, whether they bought or not. */
export default function VisitButton({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('orders');
  const lookAgain = useLookAgain();
  const sayProblem = (error: unknown) => toastProblem(sentenceOf(error, t('notSaved')));
  const remove = useMutation(api.visits.remove.mutationOptions({ onSuccess: lookAgain, onError: sayProblem }));
  const visit = useMutation(
    api.visits.record.mutationOptions({
      onSuccess: ({ id }) => {
        toastWithUndo(t('visit.recorded'), () => remove.mutate({ id }));
        return lookAgain();
      },
      onError: sayProblem,
    }),
  );
  return (
    <Button
      variant="default"
      leftSection={<IconDoorEnter size={16} stroke={1.7} />}
      loading={visit.isPending}
      onClick={() => visit.mutate({ customerId })}
    >
      {t('visit.button')}
    </Button>
  );
}
