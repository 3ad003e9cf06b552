import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { Card } from '../../../kit/surface.tsx';
import { toastProblem } from '../../../kit/toast.tsx';
import classes from '../parts/care.module.css';
import { api, type Topic } from './api.ts';

/** What customers choose from, and how many did. */
export function TopicsCard({
  topics,
  published,
}: {
  topics: { items: Topic[]; url: string } | undefined;
  /** There is something on the public page. */
  published: boolean;
}): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const mayEdit = useMay('care.edit');
  const [name, setName] = useState('');
  const settled = {
    onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    onError: (error: unknown) => toastProblem(isApiError(error) ? error.message : t('failed')),
  };
  const add = useMutation(api.topics.add.mutationOptions({ ...settled, onSuccess: () => setName('') }));
  const remove = useMutation(api.topics.remove.mutationOptions(settled));
  return (
    <Card heading={t('article.topics.title')}>
      <p className={classes.faint}>{t('article.topics.about')}</p>
      <ul className={classes.plain}>
        {topics?.items.map((topic) => (
          <li key={topic.id}>
            <span className={classes.grow}>{topic.name}</span>
            <span className={classes.faint}>{t('article.topics.readers', { count: topic.readers })}</span>
            {mayEdit && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={44}
                aria-label={t('article.topics.remove', { name: topic.name })}
                onClick={() => remove.mutate({ id: topic.id })}
              >
                <IconX size={16} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {mayEdit && (
        <form
          className={classes.door}
          onSubmit={(submitted) => {
            submitted.preventDefault();
            if (name.trim() !== '') add.mutate({ name });
          }}
        >
          <TextInput
            className={classes.grow}
            label={t('article.topics.name')}
            maxLength={40}
            value={name}
            onChange={(changed) => setName(changed.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={add.isPending}>
            {t('article.topics.add')}
          </Button>
        </form>
      )}
      {topics && published && (
        <p className={classes.gap}>
          <a href={topics.url} target="_blank" rel="noreferrer">
            {t('article.topics.archive')}
          </a>
        </p>
      )}
    </Card>
  );
}
