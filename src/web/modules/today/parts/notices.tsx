import { Button } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { toastProblem, toastWithUndo } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Notice } from '../api.ts';
import classes from './notices.module.css';

/** What asks for attention and is not about one customer. */
export function Notices({ notices }: { notices: Notice[] }): ReactNode {
  const { t } = useTranslation('today');
  const f = useFormats();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: api.key() });
  const onError = (error: unknown) => toastProblem(isApiError(error) ? error.message : t('failed'));
  const done = useMutation(api.noticeDone.mutationOptions({ onSettled, onError }));
  const back = useMutation(api.noticeBack.mutationOptions({ onSettled, onError }));
  if (notices.length === 0) return null;
  const settle = (id: string) =>
    done.mutate({ id }, { onSuccess: () => void toastWithUndo(t('notice.said'), () => back.mutate({ id })) });
  return (
    <ul className={classes.notices} aria-label={t('notice.list')}>
      {notices.map((notice) => (
        <li key={notice.id}>
          <IconAlertCircle size={18} stroke={1.7} aria-hidden="true" />
          <span className={classes.text}>
            {notice.text}
            {notice.due !== null && <small>{f.date(notice.due)}</small>}
          </span>
          {notice.link !== null && <Link to={notice.link}>{t('notice.look')}</Link>}
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            aria-label={t('notice.doneNamed', { text: notice.text })}
            onClick={() => settle(notice.id)}
          >
            {t('notice.done')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
