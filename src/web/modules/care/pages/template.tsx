import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Form, FormRow } from '../../../kit/form.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import {
  channelKinds,
  hasSubject,
  tongues,
  type Purpose,
  type Tongue,
} from '../../../../modules/care/shapes-contract.ts';
import { api, type Content, type OpenedTemplate, type TemplateChannel, type Wording } from '../api.ts';
import { BlocksField } from '../parts/blocks-field.tsx';
import { Preview } from '../parts/preview.tsx';
import classes from '../parts/editor.module.css';
import { Retire, Versions } from '../parts/template-side.tsx';

interface Draft {
  name: string;
  channel: TemplateChannel;
  purpose: Purpose;
  content: Content;
}

/** A template to write or change, and beside it what a customer gets. */
export function TemplatePage(): ReactNode {
  const { t, i18n } = useTranslation('care');
  const { id } = useParams({ strict: false }) as { id: string };
  const fresh = id === 'new';
  const { data, error, refetch } = useQuery(api.templates.read.queryOptions({ input: { id }, enabled: !fresh }));
  const tongue = (tongues as readonly string[]).includes(i18n.language) ? (i18n.language as Tongue) : 'zh-CN';
  if (fresh)
    return (
      <Editor
        key="new"
        start={{
          name: '',
          channel: 'email',
          purpose: 'promotion',
          content: { [tongue]: blankIn(t) },
        }}
      />
    );
  if (data)
    return (
      <Editor key={`${id} ${data.version}`} id={id} version={data.version} start={data} versions={data.versions} />
    );
  return (
    <>
      <PageHead title={t('tab.templates')} />
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Waiting>
          <CardSkeleton lines={8} />
        </Waiting>
      )}
    </>
  );
}

interface EditorProps {
  id?: string;
  version?: number;
  start: Draft;
  versions?: OpenedTemplate['versions'];
}

const NO_VERSIONS: OpenedTemplate['versions'] = [];

function Editor({ id, version, start, versions = NO_VERSIONS }: EditorProps): ReactNode {
  const { t } = useTranslation('care');
  const mayEdit = useMay('care.edit');
  const [draft, setDraft] = useState<Draft>(start);
  const [tongue, setTongue] = useState<Tongue>(() => tongues.find((one) => start.content[one]) ?? 'zh-CN');
  const { save, busy, error } = useSave(id, version, draft);
  const wording = draft.content[tongue];
  const put = (next: Wording | undefined) =>
    setDraft((before) => ({ ...before, content: withWording(before.content, tongue, next) }));
  return (
    <>
      <PageHead
        title={id ? start.name : t('template.new')}
        actions={id && mayEdit ? <Retire id={id} name={start.name} /> : undefined}
      />
      <Button
        component={Link}
        to={'/care/templates' as '/'}
        variant="subtle"
        size="compact-sm"
        mb={10}
        leftSection={<IconArrowLeft size={15} />}
      >
        {t('template.back')}
      </Button>
      <div className={classes.editor}>
        <Card>
          <Form
            submit={t(id ? 'save' : 'template.create')}
            busy={busy}
            problem={isApiError(error) ? error.message : undefined}
            onSubmit={(event) => {
              event?.preventDefault();
              if (mayEdit) save();
            }}
          >
            <NameFields draft={draft} fresh={id === undefined} onChange={setDraft} />
            <SegmentedControl
              fullWidth
              aria-label={t('template.tongues')}
              value={tongue}
              data={tongues.map((value) => ({ value, label: t(`tongue.${value}`) }))}
              onChange={(value) => setTongue(value as Tongue)}
            />
            {wording ? (
              <WordingFields channel={draft.channel} wording={wording} onChange={put} />
            ) : (
              <Button variant="default" onClick={() => put(blankIn(t))}>
                {t('template.addTongue', { tongue: t(`tongue.${tongue}`) })}
              </Button>
            )}
            {wording && Object.keys(draft.content).length > 1 && (
              <Button variant="subtle" color="gray" size="compact-sm" onClick={() => put(undefined)}>
                {t('template.dropTongue', { tongue: t(`tongue.${tongue}`) })}
              </Button>
            )}
          </Form>
        </Card>
        <div>
          <Preview channel={draft.channel} purpose={draft.purpose} content={draft.content} language={tongue} />
          {versions.length > 1 && <Versions versions={versions} />}
        </div>
      </div>
    </>
  );
}

interface NameFieldsProps {
  draft: Draft;
  /** Its kind is still open. */
  fresh: boolean;
  onChange: (draft: Draft) => void;
}

function NameFields({ draft, fresh, onChange }: NameFieldsProps): ReactNode {
  const { t } = useTranslation('care');
  return (
    <FormRow>
      <TextInput
        label={t('template.name')}
        placeholder={t('template.nameExample')}
        maxLength={80}
        required
        value={draft.name}
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
      />
      <Select
        label={t('template.channel')}
        data={channelKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        value={draft.channel}
        disabled={!fresh}
        allowDeselect={false}
        onChange={(channel) => onChange({ ...draft, channel: (channel ?? 'email') as TemplateChannel })}
      />
      <Select
        label={t('campaign.purpose')}
        data={(['promotion', 'greeting', 'service', 'promise'] as const).map((value) => ({
          value,
          label: t(`purpose.${value}`),
        }))}
        value={draft.purpose}
        allowDeselect={false}
        onChange={(purpose) => onChange({ ...draft, purpose: (purpose ?? 'promotion') as Purpose })}
      />
    </FormRow>
  );
}

interface WordingFieldsProps {
  channel: TemplateChannel;
  wording: Wording;
  onChange: (wording: Wording) => void;
}

/** A title where the way has one, and the blocks. */
function WordingFields({ channel, wording, onChange }: WordingFieldsProps): ReactNode {
  const { t } = useTranslation('care');
  return (
    <>
      {hasSubject(channel) && (
        <TextInput
          label={t('template.subject')}
          description={t(`template.subjectOf.${channel === 'page' ? 'page' : 'email'}`)}
          required
          maxLength={200}
          value={wording.subject}
          onChange={(event) => onChange({ ...wording, subject: event.currentTarget.value })}
        />
      )}
      <BlocksField
        plain={channel !== 'email'}
        blocks={wording.blocks}
        onChange={(blocks) => onChange({ ...wording, blocks })}
      />
    </>
  );
}

function useSave(id: string | undefined, version: number | undefined, draft: Draft) {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const onSettled = () => queries.invalidateQueries({ queryKey: api.key() });
  const create = useMutation(
    api.templates.create.mutationOptions({
      onSettled,
      onSuccess(made) {
        toast(t('template.saved'));
        void navigate({ to: '/care/templates/$id', params: { id: made.id } } as never);
      },
    }),
  );
  const change = useMutation(
    api.templates.change.mutationOptions({ onSettled, onSuccess: () => toast(t('template.saved')) }),
  );
  const { name, channel, purpose, content } = draft;
  const save = () =>
    id ? change.mutate({ id, version, name, purpose, content }) : create.mutate({ name, channel, purpose, content });
  return { save, busy: create.isPending || change.isPending, error: create.error ?? change.error };
}

function blankIn(t: TFunction<'care'>): Wording {
  const text = t('template.firstText', { salutation: '{{salutation}}' });
  return { subject: '', preheader: '', blocks: [{ kind: 'text', text }] };
}

function withWording(content: Content, tongue: Tongue, wording: Wording | undefined): Content {
  const { [tongue]: _old, ...others } = content;
  return wording ? { ...others, [tongue]: wording } : others;
}
