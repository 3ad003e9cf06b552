import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './door.module.css';

/** Something to be taken elsewhere: a link, a key. */
export function CopyText({ text, label }: { text: string; label: string }): ReactNode {
  const { t } = useTranslation('workspaces');
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(true));
  return (
    <div className={classes.row}>
      <code className={`${classes.code} ${classes.grow}`} aria-label={label}>
        {text}
      </code>
      <Button variant="default" leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />} onClick={copy}>
        {copied ? t('copied') : t('copy')}
      </Button>
    </div>
  );
}
