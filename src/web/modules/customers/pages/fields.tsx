import { Button } from '@mantine/core';
import { IconForms, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import { api, type FieldLayout, type FieldUsage, type FieldView } from '../api.ts';
import { FieldForm } from '../parts/fields/field-form.tsx';
import { FieldList, Filled, SectionName } from '../parts/fields/field-list.tsx';
import { CardPreview } from '../parts/fields/preview.tsx';
import classes from '../parts/fields/settings.module.css';
import { useFieldChange } from '../parts/fields/use-field-change.ts';

/** What the customer card asks besides the usual. */
export function FieldsPage(): ReactNode {
  const layout = useQuery(api.fields.list.queryOptions({ input: {} }));
  const usage = useQuery(api.fields.usage.queryOptions({ input: {} }));
  if (layout.data) return <Fields layout={layout.data} usage={usage.data} />;
  if (layout.error) return <ErrorState error={layout.error} retry={() => void layout.refetch()} />;
  return (
    <Waiting>
      <CardSkeleton lines={6} />
    </Waiting>
  );
}

function Fields({ layout, usage }: { layout: FieldLayout; usage: FieldUsage | undefined }): ReactNode {
  const { t } = useTranslation('customers');
  const [edited, setEdited] = useState<FieldView | 'new' | null>(null);
  const [naming, setNaming] = useState(false);
  const field = edited === 'new' || edited === null ? undefined : edited;
  const none = layout.fields.length === 0 && layout.sections.length === 0;
  return (
    <>
      <div className={classes.split}>
        <div>
          <Card heading={t('settings.fields.title')}>
            <p className={classes.about}>{t('fields.about')}</p>
            <div className={classes.tools}>
              <Button leftSection={<IconPlus size={17} stroke={1.8} />} onClick={() => setEdited('new')}>
                {t('fields.new')}
              </Button>
              <Button variant="default" onClick={() => setNaming(true)} disabled={naming}>
                {t('fields.newSection')}
              </Button>
            </div>
            {naming && <SectionName onDone={() => setNaming(false)} />}
            {none ? (
              <EmptyState icon={IconForms}>{t('fields.nothingYet')}</EmptyState>
            ) : (
              <FieldList layout={layout} usage={usage} onEdit={setEdited} />
            )}
          </Card>
          {layout.unsorted.length > 0 && <Unsorted layout={layout} usage={usage} onAdopt={setEdited} />}
          {layout.removed.length > 0 && <Removed layout={layout} usage={usage} />}
        </div>
        {layout.fields.length > 0 && <CardPreview layout={layout} />}
      </div>
      <SideDrawer opened={edited !== null} onClose={() => setEdited(null)} title={titleOf(edited, t)}>
        <FieldForm key={field?.id ?? 'new'} field={field} layout={layout} onDone={() => setEdited(null)} />
      </SideDrawer>
    </>
  );
}

function titleOf(edited: FieldView | 'new' | null, t: ReturnType<typeof useTranslation<'customers'>>['t']): string {
  if (edited === 'new' || edited === null) return t('fields.new');
  return edited.type === 'unsorted' ? t('fields.adoptTitle', { name: edited.name }) : t('fields.editTitle');
}

interface HeldProps {
  layout: FieldLayout;
  usage: FieldUsage | undefined;
}

function Unsorted({ layout, usage, onAdopt }: HeldProps & { onAdopt: (field: FieldView) => void }): ReactNode {
  const { t } = useTranslation('customers');
  return (
    <Card heading={t('fields.unsorted')}>
      <p className={classes.about}>{t('fields.unsortedAbout')}</p>
      <ul className={classes.list}>
        {layout.unsorted.map((field) => (
          <li key={field.id} className={classes.line}>
            <span className={classes.open}>{field.name}</span>
            <Filled usage={usage} id={field.id} />
            <Button
              variant="subtle"
              onClick={() => onAdopt(field)}
              aria-label={t('fields.adoptTitle', { name: field.name })}
            >
              {t('fields.adopt')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Removed({ layout, usage }: HeldProps): ReactNode {
  const { t } = useTranslation('customers');
  const restore = useFieldChange(api.fields.restore.mutationOptions());
  return (
    <Card heading={t('fields.removed')}>
      <p className={classes.about}>{t('fields.removedAbout')}</p>
      <ul className={classes.list}>
        {layout.removed.map(({ id, name }) => (
          <li key={id} className={classes.line}>
            <span className={classes.open}>{name}</span>
            <Filled usage={usage} id={id} />
            <Button
              variant="subtle"
              loading={restore.isPending}
              onClick={() => restore.mutate({ id }, { onSuccess: () => toast(t('fields.restored', { name })) })}
              aria-label={`${t('fields.restore')}: ${name}`}
            >
              {t('fields.restore')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
