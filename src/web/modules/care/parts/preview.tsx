import { SegmentedControl } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { hasSubject, type Purpose, type Tongue } from '../../../../modules/care/shapes-contract.ts';
import { Card } from '../../../kit/surface.tsx';
import { api, type Content, type TemplateChannel } from '../api.ts';
import care from './care.module.css';
import classes from './editor.module.css';

interface PreviewProps {
  channel: TemplateChannel;
  purpose: Purpose;
  content: Content;
  language: Tongue;
}

const SOON_MS = 500;
/** As the member's page draws it: the words alone, underlined. */
const LINK = /\[([^\][\n]+)\]\(\S+?\)/g;

/** What a customer would get, a moment after each change; a frame of its own, in which nothing runs. */
export function Preview(props: PreviewProps): ReactNode {
  const { t } = useTranslation('care');
  const [wide, setWide] = useState('phone');
  const [asked] = useDebouncedValue(JSON.stringify(props), SOON_MS);
  // Somebody is still writing: nothing is wrong yet.
  const begun = hasSubject(props.channel) && props.content[props.language]?.subject.trim() === '';
  const { data, error } = useQuery(
    api.templates.preview.queryOptions({
      enabled: !begun,
      input: JSON.parse(asked) as PreviewProps,
      placeholderData: keepPreviousData,
      retry: false,
    }),
  );
  return (
    <Card
      heading={t('preview.title')}
      className={classes.preview}
      end={
        props.channel === 'email' ? (
          <SegmentedControl
            size="xs"
            aria-label={t('preview.width')}
            value={wide}
            onChange={setWide}
            data={(['phone', 'desktop'] as const).map((value) => ({ value, label: t(`preview.${value}`) }))}
          />
        ) : undefined
      }
    >
      {begun && <p className={care.faint}>{t('preview.needsTitle')}</p>}
      {error && !begun && (
        <p className={care.problem} role="status">
          {isApiError(error) ? error.message : t('failed')}
        </p>
      )}
      {data && props.channel === 'email' && (
        <>
          <p className={classes.subject}>{data.subject}</p>
          <iframe
            className={classes.frame}
            data-phone={wide === 'phone' || undefined}
            sandbox=""
            srcDoc={data.html}
            title={t('preview.title')}
          />
        </>
      )}
      {data && props.channel !== 'email' && (
        <>
          {data.subject && <p className={classes.subject}>{data.subject}</p>}
          <p className={classes.sms}>{data.text.replace(LINK, '$1')}</p>
          {props.channel === 'sms' && (
            <p className={care.faint}>{t('preview.size', { characters: data.characters, count: data.parts })}</p>
          )}
        </>
      )}
      {data && data.checks.length > 0 && (
        <ul className={classes.checks} aria-label={t('check.label')}>
          {data.checks.map(({ kind, detail }) => (
            <li key={`${kind} ${detail}`}>{t(`checks.${kind}`, { detail })}</li>
          ))}
        </ul>
      )}
    </Card>
  );
}
