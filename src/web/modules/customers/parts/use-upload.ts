import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { upload } from '../../../api/uploads.ts';
import { api, type CustomerFile } from '../api.ts';

/** Puts files on the card; `share` of the bytes sent while one is under way. */
export function useUpload(customerId: string) {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const [share, setShare] = useState<number>();
  const [problem, setProblem] = useState<string>();
  const send = async (file: File) => {
    setProblem(undefined);
    setShare(0);
    try {
      await upload<CustomerFile>(`/customers/${customerId}/files`, { file, onProgress: setShare });
      await queries.invalidateQueries({ queryKey: api.timeline.key() });
      await queries.invalidateQueries({ queryKey: api.files.key() });
    } catch (error) {
      setProblem(isApiError(error) ? error.message : t('form.notSaved'));
    }
    setShare(undefined);
  };
  return { send, share, problem };
}
