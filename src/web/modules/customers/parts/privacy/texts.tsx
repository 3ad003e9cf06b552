import { Button, Select, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { Form } from '../../../../kit/form.tsx';
import { SideDrawer } from '../../../../kit/side-drawer.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type ConsentText } from '../../api.ts';
import { PURPOSES } from './consent-words.ts';
import classes from './privacy.module.css';

const LANGUAGES = ['zh-CN', 'zh-TW', 'en'] as const;
const calls = api.privacy.consents;

/** The words that customers agree to. A change is a new version; whoever agreed before agreed to the old one. */
export function Texts(): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const [opened, setOpened] = useState(false);
  const { data } = useQuery(calls.texts.queryOptions({ input: {} }));
  const newest = PURPOSES.flatMap((purpose) => data?.items.find((one) => one.purpose === purpose) ?? []);
  return (
    <Card
      heading={t('privacy.text.title')}
      end={
        <Button size="compact-sm" variant="light" onClick={() => setOpened(true)}>
          {t('privacy.text.write')}
        </Button>
      }
    >
      <p className={classes.about}>{t('privacy.text.about')}</p>
      <ul className={classes.history}>
        {newest.map(({ purpose, version, texts, at, by }) => (
          <li key={purpose}>
            {t(`consent.purpose.${purpose}`)} · {t('privacy.text.version', { version })}
            <p>{[f.date(f.dayOf(at)), by].join(' · ')}</p>
            {Object.entries(texts).map(([language, wording]) => (
              <blockquote key={language} lang={language}>
                {wording}
              </blockquote>
            ))}
          </li>
        ))}
      </ul>
      <SideDrawer opened={opened} onClose={() => setOpened(false)} title={t('privacy.text.write')}>
        <TextForm known={newest} onDone={() => setOpened(false)} />
      </SideDrawer>
    </Card>
  );
}

function TextForm({ known, onDone }: { known: readonly ConsentText[]; onDone: () => void }): ReactNode {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const wordsOf = (one: string) => known.find((text) => text.purpose === one)?.texts ?? {};
  const [purpose, setPurpose] = useState<string>('marketing');
  const [texts, setTexts] = useState<Record<string, string>>(wordsOf('marketing'));
  const write = useMutation(
    calls.writeText.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: calls.key() });
        onDone();
      },
    }),
  );
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    const filled = Object.entries(texts).filter(([, wording]) => wording.trim() !== '');
    write.mutate({ purpose, texts: Object.fromEntries(filled) });
  };
  return (
    <Form
      submit={t('privacy.text.save')}
      busy={write.isPending}
      problem={isApiError(write.error) ? write.error.message : undefined}
      onSubmit={save}
    >
      <Select
        label={t('consent.purposeLabel')}
        allowDeselect={false}
        value={purpose}
        onChange={(value) => {
          setPurpose(value ?? 'marketing');
          setTexts(wordsOf(value ?? 'marketing'));
        }}
        data={PURPOSES.map((one) => ({ value: one, label: t(`consent.purpose.${one}`) }))}
      />
      {LANGUAGES.map((language) => (
        <Textarea
          key={language}
          label={t(`privacy.text.language.${language}`)}
          lang={language}
          autosize
          minRows={2}
          maxLength={4000}
          value={texts[language] ?? ''}
          onChange={(event) => setTexts({ ...texts, [language]: event.currentTarget.value })}
        />
      ))}
    </Form>
  );
}
