import { Alert, Button } from '@mantine/core';
import { IconUserSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../../api/connection.ts';
import { useSession, useWorkspace } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { CardSkeleton } from '../../../kit/skeletons.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { Panels } from '../../../shell/panels.tsx';
import { memberCode } from '../../../../modules/loyalty/counter/rules/member-code.ts';
import { api, type CounterMatch, type CounterSale } from '../api.ts';
import { CodeField } from '../parts/counter/code-field.tsx';
import classes from '../parts/counter/counter.module.css';
import { MemberCard } from '../parts/counter/member-card.tsx';
import { NewMember } from '../parts/counter/new-member.tsx';
import { Receipt } from '../parts/counter/receipt.tsx';
import { SalePanel } from '../parts/counter/sale-panel.tsx';
import { recallMembers, rememberMember } from '../parts/counter/seen-members.ts';
import { CustomerDraws } from '../parts/customer-draws.tsx';
import { WaitingList } from '../parts/counter/waiting-list.tsx';
import { openWaiting } from '../parts/counter/waiting-sales.ts';

/** Four digits, and one knows who is here: to be worked with one hand, or from a keyboard and a scanner. */
export function CounterPage(): ReactNode {
  const { t } = useTranslation('loyalty');
  const { user } = useSession();
  const workspace = useWorkspace();
  const [code, setCode] = useState('');
  const [made, setMade] = useState<CounterMatch | null>(null);
  const [selling, setSelling] = useState(false);
  const [sold, setSold] = useState<CounterSale | null>(null);
  const found = useLookUp(code);
  const member = made ?? found.alone;
  useEffect(() => openWaiting(workspace.id), [workspace.id]);
  useEffect(() => {
    if (member) rememberMember(workspace.id, member);
  }, [member, workspace.id]);
  const look = (typed: string) => {
    setMade(null);
    setCode(typed);
  };
  const next = () => {
    look('');
    setSelling(false);
    setSold(null);
  };
  return (
    <div className={classes.counter}>
      <PageHead title={t('counter.title')} note={[workspace.name, user?.name].filter(Boolean).join(' · ')} />
      <WaitingList />
      {sold && <Receipt sale={sold} onNext={next} onChange={setSold} />}
      {!sold && !selling && <CodeField code={code} onCode={look} />}
      {!sold && member && <MemberCard match={member} small={selling} />}
      {!sold && !selling && member && (
        <>
          <Button size="lg" fullWidth onClick={() => setSelling(true)}>
            {t('counter.sell')}
          </Button>
          <CustomerDraws customerId={member.customer.id} />
          <Panels place="counter.aside" customerId={member.customer.id} />
        </>
      )}
      {!sold && !selling && !member && (
        <Found code={code} found={found} onLook={look} onMember={setMade} onSell={() => setSelling(true)} />
      )}
      {!sold && selling && (
        <SalePanel member={member} onSold={setSold} onKept={next} onCancel={() => setSelling(false)} />
      )}
    </div>
  );
}

function useLookUp(code: string) {
  const offline = useConnection() !== 'online';
  const { data, error, refetch } = useQuery(
    api.counter.lookup.queryOptions({ input: { code }, enabled: code !== '' && !offline, retry: false, gcTime: 0 }),
  );
  const alone = data?.matches.length === 1 && !data.more ? (data.matches[0] ?? null) : null;
  return { offline, data, error, retry: () => void refetch(), alone };
}

interface FoundProps {
  code: string;
  found: ReturnType<typeof useLookUp>;
  onLook: (code: string) => void;
  onMember: (match: CounterMatch) => void;
  onSell: () => void;
}

/** What stands there while nobody is meant alone. */
function Found({ code, found, onLook, onMember, onSell }: FoundProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const { data, error, retry, offline } = found;
  if (code === '') {
    return (
      <EmptyState
        icon={IconUserSearch}
        step={
          <Button variant="subtle" onClick={onSell}>
            {t('counter.withoutMember')}
          </Button>
        }
      >
        {t('counter.start')}
      </EmptyState>
    );
  }
  if (offline) return <Recalled code={code} onMember={onMember} onSell={onSell} />;
  if (error) return <ErrorState error={error} retry={retry} small />;
  if (!data) return <CardSkeleton />;
  if (data.matches.length === 0) return <NewMember key={code} code={code} onMade={onMember} onSell={onSell} />;
  return (
    <section aria-label={t('counter.several')}>
      <p className={classes.ask}>{t('counter.several')}</p>
      <ul className={classes.people}>
        {data.matches.map(({ customer, tier }) => (
          <li key={customer.id}>
            <button type="button" onClick={() => onLook(memberCode(customer.id))}>
              <b>{customer.name}</b>
              <span>{customer.phone}</span>
              <span>{tier?.name}</span>
            </button>
          </li>
        ))}
      </ul>
      {data.more && <p className={classes.quiet}>{t('counter.more')}</p>}
    </section>
  );
}

function Recalled({ code, onMember, onSell }: Pick<FoundProps, 'code' | 'onMember' | 'onSell'>): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const seen = recallMembers(useWorkspace().id, code);
  if (seen.length === 0) {
    return (
      <EmptyState
        icon={IconUserSearch}
        small
        step={
          <Button variant="default" onClick={onSell}>
            {t('counter.withoutMember')}
          </Button>
        }
      >
        {t('counter.nobodyOffline')}
      </EmptyState>
    );
  }
  return (
    <ul className={classes.people}>
      {seen.map(({ at, match }) => (
        <li key={match.customer.id}>
          <button type="button" onClick={() => onMember(match)}>
            <b>{match.customer.name}</b>
            <span>{match.customer.phone}</span>
            <span>{t('counter.lastSeen', { age: f.age(at) })}</span>
          </button>
        </li>
      ))}
      <li>
        <Alert color="yellow" variant="light">
          {t('counter.offlineNoPoints')}
        </Alert>
      </li>
    </ul>
  );
}
