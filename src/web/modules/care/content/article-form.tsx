import { Button, FileButton, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { Form } from '../../../kit/form.tsx';
import { toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import classes from '../parts/care.module.css';
import { api, type ArticleContent, type OpenedArticle } from './api.ts';

const TONGUES = ['zh-CN', 'zh-TW', 'en'] as const;
type Tongue = (typeof TONGUES)[number];
const MOST_PICTURE_BYTES = 200_000;

/** Title and text in one language suffice; others are read by those who speak them. */
export function ArticleForm({ article, onDone }: { article?: OpenedArticle; onDone: () => void }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const own = TONGUES.find((one) => one === f.settings.language) ?? 'zh-CN';
  const [tongue, setTongue] = useState<Tongue>(article?.tongues[0] ?? own);
  const [content, setContent] = useState<ArticleContent>(article?.content ?? {});
  const [picture, setPicture] = useState<string | null>(article?.picture ?? null);
  const [topicId, setTopic] = useState<string | null>(article?.topic.id ?? null);
  const [tried, setTried] = useState(false);
  const topics = useQuery(api.topics.list.queryOptions({ input: {} })).data?.items ?? [];
  const topic = topics.some(({ id }) => id === topicId) ? topicId : (topics[0]?.id ?? null);
  const saved = { onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) };
  const create = useMutation(
    api.articles.create.mutationOptions({
      ...saved,
      onSuccess: ({ id }) => void navigate({ to: '/care/articles/$id', params: { id } } as never),
    }),
  );
  const update = useMutation(api.articles.change.mutationOptions({ ...saved, onSuccess: onDone }));
  const error = create.error ?? update.error;
  const words = content[tongue] ?? { title: '', text: '' };
  const change = (part: Partial<typeof words>) => setContent({ ...content, [tongue]: { ...words, ...part } });
  const filled = Object.entries(content).filter(([, { title, text }]) => title.trim() !== '' || text.trim() !== '');
  const untitled = filled.length === 0 || filled.some(([, { title }]) => title.trim() === '');
  const submit = () => {
    setTried(true);
    if (untitled || topic === null) return;
    const given = { topicId: topic, content: Object.fromEntries(filled) as ArticleContent, picture };
    if (article) update.mutate({ id: article.id, version: article.version, ...given });
    else create.mutate(given);
  };
  const take = (file: File | null) => {
    if (!file) return;
    if (file.size > MOST_PICTURE_BYTES) return toastProblem(t('article.pictureLarge'));
    const reader = new FileReader();
    reader.addEventListener('load', () => setPicture(String(reader.result)));
    reader.readAsDataURL(file);
  };
  return (
    <Form
      submit={t(article ? 'save' : 'article.write')}
      busy={create.isPending || update.isPending}
      problem={isApiError(error) ? error.message : undefined}
      onCancel={onDone}
      onSubmit={(submitted) => {
        submitted?.preventDefault();
        submit();
      }}
    >
      <Select
        label={t('article.topic')}
        data={topics.map(({ id, name }) => ({ value: id, label: name }))}
        value={topic}
        allowDeselect={false}
        onChange={setTopic}
      />
      <SegmentedControl
        aria-label={t('article.language')}
        value={tongue}
        data={TONGUES.map((value) => ({ value, label: t(`tongue.${value}`) }))}
        onChange={(value) => setTongue(value as Tongue)}
      />
      <TextInput
        label={t('article.title')}
        maxLength={120}
        value={words.title}
        error={tried && untitled && words.title.trim() === '' && t('article.titleNeeded')}
        onChange={(changed) => change({ title: changed.currentTarget.value })}
      />
      <Textarea
        label={t('article.text')}
        description={t('article.textAbout')}
        autosize
        minRows={8}
        maxRows={18}
        maxLength={20_000}
        value={words.text}
        onChange={(changed) => change({ text: changed.currentTarget.value })}
      />
      {picture && <img src={picture} alt={t('article.picture')} style={{ maxWidth: '100%', maxHeight: 160 }} />}
      <div className={classes.acts}>
        <FileButton onChange={take} accept="image/png,image/jpeg,image/gif">
          {(props) => (
            <Button {...props} variant="default">
              {t('article.choosePicture')}
            </Button>
          )}
        </FileButton>
        {picture && (
          <Button variant="subtle" color="gray" onClick={() => setPicture(null)}>
            {t('article.removePicture')}
          </Button>
        )}
      </div>
    </Form>
  );
}
