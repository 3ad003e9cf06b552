import { useMutation, useQueryClient } from '@tanstack/react-query';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { api } from '../api.ts';

interface Change {
  /** What is said when it is kept. */
  done: string;
  onDone?: () => void;
  /** Where a form shows what is wrong; else it is said once. */
  onFields?: (errors: Record<string, string>) => void;
}

/** Changes a scheme's settings; what the screen shows of classes is asked for anew, also when refused. */
export function useChange({ done, onDone, onFields }: Change) {
  const queries = useQueryClient();
  const change = useMutation(
    api.change.mutationOptions({
      onSuccess: () => {
        toast(done);
        onDone?.();
      },
      onError: (error) =>
        onFields ? onFields(fieldErrors(error)) : toastProblem(isApiError(error) ? error.message : String(error)),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const problem = isApiError(change.error) ? change.error.message : undefined;
  return { change, problem };
}
