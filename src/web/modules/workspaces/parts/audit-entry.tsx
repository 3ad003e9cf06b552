import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { Facts } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { AuditEntryView } from '../api.ts';
import classes from './audit.module.css';

/** "Made a role – Weekend help". */
export function useAuditWords() {
  const { t } = useTranslation('workspaces');
  return ({ action, detail }: AuditEntryView): string => {
    const words = t(`audit.action.${action}`, { defaultValue: action });
    const { name } = detail as { name?: unknown };
    return typeof name === 'string' && name !== '' ? `${words} · ${name}` : words;
  };
}

export function AuditEntry({ entry }: { entry: AuditEntryView }): ReactNode {
  const { t } = useTranslation('workspaces');
  const f = useFormats();
  const reads = useMay('customers.read');
  return (
    <div className={classes.stack}>
      <Facts
        facts={[
          [t('audit.by'), entry.actor || t(`audit.${entry.actorKind}`)],
          [t('audit.at'), f.dateTime(entry.at)],
          [t('audit.kind'), t(`audit.entity.${entry.entity}`, { defaultValue: entry.entity })],
          [t('audit.seq'), entry.seq ?? t('audit.notYet')],
        ]}
      />
      {entry.entity === 'customer' && entry.entityId && reads && (
        <Link to="/customers/$id" params={{ id: entry.entityId }}>
          {t('audit.openCustomer')}
        </Link>
      )}
      <section aria-label={t('audit.technical')}>
        <p className={classes.about}>{t('audit.technical')}</p>
        <pre className={classes.code} tabIndex={0}>
          {JSON.stringify({ action: entry.action, entityId: entry.entityId, ...entry.detail }, null, 2)}
        </pre>
      </section>
    </div>
  );
}
