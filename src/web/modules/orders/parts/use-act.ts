import { useTranslation } from 'react-i18next';
import { toastProblem } from '../../../kit/toast.tsx';
import { useLookAgain } from './after-purchase.ts';
import { sentenceOf } from './sentence-of.ts';

/** What every verb at a press shares: a problem is said, and whatever is on the screen looks again. */
export function useAct(): { onError: (error: unknown) => void; onSettled: () => Promise<void> } {
  const { t } = useTranslation('orders');
  const lookAgain = useLookAgain();
  return { onError: (error) => toastProblem(sentenceOf(error, t('notSaved'))), onSettled: () => lookAgain() };
}
