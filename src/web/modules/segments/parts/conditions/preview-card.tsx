import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api } from '../../api.ts';
import classes from './builder.module.css';
import { openIn, treeOf, type DraftGroup } from './draft.ts';

/** How long somebody may go on typing before it is asked. */
const PAUSE = 300;

/** Who would be in it, while it is being put together. What was asked before is given up as soon as something else is asked. */
export function PreviewCard({ draft, id }: { draft: DraftGroup; id?: string | undefined }): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  const tree = treeOf(draft);
  const open = openIn(draft);
  const [asked] = useDebouncedValue(JSON.stringify(tree ?? null), PAUSE);
  const condition: unknown = JSON.parse(asked);
  const { data, error, isPlaceholderData } = useQuery(
    api.segments.preview.queryOptions({
      input: { condition, ...(id ? { except: id } : {}) },
      enabled: condition !== null,
      placeholderData: keepPreviousData,
      retry: false,
    }),
  );
  const stale = isPlaceholderData || asked !== JSON.stringify(tree ?? null);
  if (!tree)
    return (
      <Card heading={t('conditions.preview.title')}>
        <p className={classes.hint}>{t('conditions.preview.nothing')}</p>
      </Card>
    );
  return (
    <Card heading={t('conditions.preview.title')} aria-busy={stale}>
      {error ? (
        <p className={classes.problem} role="alert">
          {isApiError(error) ? error.message : t('conditions.preview.failed')}
        </p>
      ) : (
        data && (
          <>
            <p className={classes.count} data-stale={stale || undefined} role="status">
              <strong>{f.count(data.count)}</strong> {t('conditions.preview.customers')}
            </p>
            <p className={classes.sentence}>{data.sentence}</p>
            {open > 0 && <p className={classes.hint}>{t('conditions.preview.open', { count: open })}</p>}
            <ul className={classes.sample} aria-label={t('conditions.preview.sample')}>
              {data.sample.map(({ id: customerId, name, spent }) => (
                <li key={customerId}>
                  <Link to="/customers/$id" params={{ id: customerId }} target="_blank">
                    {name}
                  </Link>
                  <span>{f.money(spent)}</span>
                </li>
              ))}
            </ul>
          </>
        )
      )}
    </Card>
  );
}
