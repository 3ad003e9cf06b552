import { Button } from '@mantine/core';
import { IconBellOff, IconSettings } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type NotificationView } from '../api.ts';
import classes from './bell.module.css';

/** What one was told, the newest first. Default export: loaded when the bell is first opened. */
export default function News({ onGo }: { onGo: () => void }): ReactNode {
  const { t } = useTranslation('team');
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: api.reminders.key() });
  const readAll = useMutation(api.reminders.readAll.mutationOptions({ onSettled }));
  const list = useKeysetList(
    api.reminders.list.infiniteOptions({ input: (cursor: string | undefined) => ({ cursor, limit: 20 }), ...keyset }),
  );
  return (
    <>
      <div className={classes.head}>
        <h2>{t('bell.name')}</h2>
        <Button
          variant="subtle"
          size="compact-sm"
          disabled={!list.rows?.some((row) => !row.read)}
          loading={readAll.isPending}
          onClick={() => readAll.mutate({})}
        >
          {t('bell.readAll')}
        </Button>
        <Link
          to="/settings/notifications"
          className={classes.choose}
          aria-label={t('settings.notifications.title')}
          onClick={onGo}
        >
          <IconSettings size={18} stroke={1.6} />
        </Link>
      </div>
      {list.rows === undefined ? (
        list.error ? (
          <ErrorState error={list.error} retry={list.retry} small />
        ) : (
          <Waiting>
            <Lines count={4} />
          </Waiting>
        )
      ) : list.rows.length === 0 ? (
        <EmptyState small icon={IconBellOff}>
          {t('bell.empty')}
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {list.rows.map((row) => (
            <Item key={row.id} news={row} onGo={onGo} />
          ))}
        </ul>
      )}
      {list.more && (
        <div className={classes.more}>
          <Button variant="subtle" size="compact-sm" loading={list.loadingMore} onClick={list.more}>
            {t('more')}
          </Button>
        </div>
      )}
    </>
  );
}

function Item({ news, onGo }: { news: NotificationView; onGo: () => void }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: api.reminders.key() });
  const mark = useMutation(api.reminders.read.mutationOptions({ onSettled }));
  const go = () => {
    if (!news.read) mark.mutate({ id: news.id, read: true });
    onGo();
    if (news.link) void navigate({ to: news.link });
  };
  return (
    <li data-unread={!news.read || undefined}>
      <button type="button" className={classes.news} onClick={go}>
        {news.text}
        <small>
          {f.dateTime(news.at)}
          {news.troubled.map((way) => (
            <span key={way} className={classes.trouble}>
              {t(`bell.trouble.${way}`)}
            </span>
          ))}
        </small>
      </button>
      <button
        type="button"
        className={classes.dot}
        aria-label={t(news.read ? 'bell.unreadAgain' : 'bell.read')}
        title={t(news.read ? 'bell.unreadAgain' : 'bell.read')}
        onClick={() => mark.mutate({ id: news.id, read: !news.read })}
      />
    </li>
  );
}
