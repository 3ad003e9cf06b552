import { Button, TagsInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShopIndicators } from '../../../../modules/retention/indicators/contract.ts';
import { useMay } from '../../../api/session.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Form } from '../../../kit/form.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Columns } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import classes from '../parts/knowing/knowing.module.css';
import { AbsentSigns, isKnown, KnownSigns } from '../parts/knowing/signs.tsx';
import { problemOf } from '../parts/problem.ts';
import { RetentionTabs } from '../parts/retention-tabs.tsx';

/** How loyal the customers are: every sign with its formula, and what would feed those that are not known. */
export function IndicatorsPage(): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const [naming, setNaming] = useState(false);
  const mayName = useMay('settings.edit');
  const { data, error, refetch } = useQuery(api.indicators.ofShop.queryOptions({ input: {} }));
  const name = mayName && data && (
    <Button variant="default" onClick={() => setNaming(true)}>
      {t('indicators.competitorsEdit')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('indicators.page')} actions={name} />
      <RetentionTabs />
      <p className={classes.about}>{t('indicators.about')}</p>
      {!data &&
        (error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <CardSkeleton lines={8} />
          </Waiting>
        ))}
      {data && (
        <Columns
          right={
            data.items.every(isKnown) ? undefined : (
              <Card heading={t('indicators.waiting')}>
                <AbsentSigns items={data.items} />
              </Card>
            )
          }
        >
          <Card
            heading={t('indicators.title')}
            note={
              data.computedAt ? t('indicators.computed', { day: f.dateTime(data.computedAt) }) : t('indicators.now')
            }
          >
            <KnownSigns items={data.items} />
          </Card>
        </Columns>
      )}
      <SideDrawer opened={naming} onClose={() => setNaming(false)} title={t('indicators.competitorsEdit')}>
        {naming && data && <CompetitorsForm known={data} onDone={() => setNaming(false)} />}
      </SideDrawer>
    </>
  );
}

function CompetitorsForm({ known, onDone }: { known: ShopIndicators; onDone: () => void }): ReactNode {
  const { t } = useTranslation('retention');
  const queries = useQueryClient();
  const [names, setNames] = useState(known.competitors);
  const save = useMutation(
    api.indicators.watchCompetitors.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
      onSuccess() {
        toast(t('indicators.competitorsSaved'));
        onDone();
      },
    }),
  );
  return (
    <Form
      submit={t('indicators.save')}
      busy={save.isPending}
      onCancel={onDone}
      problem={problemOf(save.error)?.message}
      onSubmit={(event) => {
        event?.preventDefault();
        save.mutate({ names, version: known.version });
      }}
    >
      <TagsInput
        label={t('indicators.competitorsField')}
        description={t('indicators.competitorsAbout')}
        maxTags={30}
        maxLength={40}
        data-autofocus
        value={names}
        onChange={setNames}
      />
    </Form>
  );
}
