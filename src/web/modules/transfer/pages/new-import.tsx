import { Button, Progress, SegmentedControl } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { upload } from '../../../api/uploads.ts';
import { PageHead } from '../../../kit/page-head.tsx';
import type { ImportView } from '../api.ts';
import { sentenceOf } from '../parts/sentence-of.ts';
import classes from '../parts/transfer.module.css';

/** A file comes in by being dropped or chosen; what was understood of it is the next page. */
export function NewImportPage(): ReactNode {
  const { t } = useTranslation('transfer');
  const [kind, setKind] = useState('orders');
  const { share, error, send } = useSending(kind);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) void send(file);
  };
  return (
    <div className={classes.stack}>
      <PageHead title={t('new.title')} />
      <div>
        <SegmentedControl
          aria-label={t('new.kind')}
          value={kind}
          onChange={setKind}
          data={[
            { value: 'orders', label: t('kinds.orders') },
            { value: 'customers', label: t('kinds.customers') },
          ]}
        />
      </div>
      <p className={classes.soft}>{t(`new.about.${kind}`)}</p>
      <div
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconFileSpreadsheet size={40} stroke={1.3} aria-hidden="true" />
        <strong>{t('new.drop')}</strong>
        <span>{t('new.formats')}</span>
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.tsv,.txt,.xls,.xlsx"
          aria-label={t('new.choose')}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void send(file);
          }}
        />
        <Button loading={share !== null} onClick={() => input.current?.click()}>
          {t('new.choose')}
        </Button>
        {share !== null && (
          <>
            <Progress w="60%" value={share * 100} animated={share === 1} aria-label={t('new.sending')} />
            <span role="status">{t(share === 1 ? 'new.reading' : 'new.sending')}</span>
          </>
        )}
        {error !== null && (
          <p className={classes.problem} role="alert">
            {sentenceOf(error, t('away'))}
          </p>
        )}
      </div>
    </div>
  );
}

function useSending(kind: string) {
  const navigate = useNavigate();
  const [share, setShare] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  async function send(file: File): Promise<void> {
    setError(null);
    setShare(0);
    try {
      const fields = { kind, start: 'false' };
      const { id } = await upload<ImportView>('/imports', { file, fields, onProgress: setShare });
      await navigate({ to: '/imports/$id', params: { id } });
    } catch (failure) {
      setError(failure);
      setShare(null);
    }
  }
  return { share, error, send };
}
