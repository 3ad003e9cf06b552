import { Button, CopyButton, TextInput } from '@mantine/core';
import { IconUserEdit } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { SideDrawer } from '../../../../kit/side-drawer.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type CustomerCard } from '../../api.ts';
import { ProposalsCard } from './proposals-card.tsx';
import classes from './self.module.css';

/** Lets the customer correct the own card; and what they want changed. */
export default function SelfPanel({ customerId }: { customerId: string }): ReactNode {
  const card = useQuery(api.read.queryOptions({ input: { id: customerId } })).data;
  if (!card) return null;
  return (
    <>
      <ProposalsCard card={card} />
      {card.may.edit && <LinkButton card={card} />}
    </>
  );
}

function LinkButton({ card }: { card: CustomerCard }): ReactNode {
  const { t } = useTranslation('customers');
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        className={classes.ask ?? ''}
        variant="default"
        fullWidth
        leftSection={<IconUserEdit size={16} stroke={1.7} />}
        onClick={() => setOpened(true)}
      >
        {t('self.link.button')}
      </Button>
      <SideDrawer opened={opened} onClose={() => setOpened(false)} title={t('self.link.title')}>
        {opened && <LinkForm card={card} />}
      </SideDrawer>
    </>
  );
}

function LinkForm({ card }: { card: CustomerCard }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const make = useMutation(api.self.makeLink.mutationOptions());
  const { data, error } = make;
  return (
    <div className={classes.form}>
      <p className={classes.quiet}>{t('self.link.about')}</p>
      <Button loading={make.isPending} onClick={() => make.mutate({ id: card.id })}>
        {t('self.link.make')}
      </Button>
      {card.email && !card.masked.includes('email') && (
        <Button variant="default" loading={make.isPending} onClick={() => make.mutate({ id: card.id, mail: true })}>
          {t('self.link.mail', { email: card.email })}
        </Button>
      )}
      {error && (
        <p className={classes.problem} role="alert">
          {isApiError(error) ? error.message : t('form.notSaved')}
        </p>
      )}
      {data && (
        <>
          {data.mailed && (
            <p className={classes.said} role="status">
              {t('self.link.mailed')}
            </p>
          )}
          <TextInput label={t('self.link.url')} value={data.url} readOnly />
          <CopyButton value={data.url} timeout={1500}>
            {({ copied, copy }) => (
              <Button variant="light" onClick={copy}>
                {t(copied ? 'self.link.copied' : 'self.link.copy')}
              </Button>
            )}
          </CopyButton>
          <p className={classes.quiet}>{t('self.link.until', { at: f.dateTime(data.expiresAt) })}</p>
        </>
      )}
    </div>
  );
}
