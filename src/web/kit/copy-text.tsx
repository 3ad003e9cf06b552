import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './copy-text.module.css';

/** Something to be taken elsewhere: a link, a key. */
export function CopyText({ text, label }: { text: string; label: string }): ReactNode {
  const { t } = useTranslation('kit');
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(true));
  return (
    <div className={classes.row}>
      <code className={classes.code} aria-label={label}>
        {text}
      </code>
      <Button variant="default" leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />} onClick={copy}>
        {copied ? t('copy.done') : t('copy.do')}
      </Button>
    </div>
  );
}
