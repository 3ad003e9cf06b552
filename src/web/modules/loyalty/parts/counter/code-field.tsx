import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ScanButton } from '../../../../kit/scan-button.tsx';
import classes from './counter.module.css';

interface CodeFieldProps {
  code: string;
  onCode: (code: string) => void;
}

/** Milliseconds without a key: then four digits are all that is coming. */
const SETTLED = 250;

/** The cursor waits here, so that a scanner or a hand can begin at any time. */
export function CodeField({ code, onCode }: CodeFieldProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const [typed, setTyped] = useState(code);
  const field = useRef<HTMLInputElement>(null);
  const settle = useDebouncedCallback((text: string) => {
    const wanted = text.trim();
    if (wanted === '' || !/^\d{1,3}$/.test(wanted)) onCode(wanted);
  }, SETTLED);
  useEffect(() => field.current?.focus(), []);
  const now = (text: string) => {
    settle.cancel();
    setTyped(text);
    onCode(text.trim());
  };
  return (
    <form
      className={classes.code}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        now(typed);
        field.current?.select();
      }}
    >
      <input
        ref={field}
        value={typed}
        onChange={({ currentTarget: { value } }) => {
          setTyped(value);
          settle(value);
        }}
        aria-label={t('counter.code')}
        placeholder={t('counter.code')}
        autoComplete="off"
        enterKeyHint="search"
        maxLength={80}
      />
      <ScanButton
        words={{ scan: t('counter.scan'), scanning: t('counter.scanning'), denied: t('counter.scanDenied') }}
        onCode={now}
      />
    </form>
  );
}
