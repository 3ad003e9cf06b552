import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { birthdayText } from '../../../kit/birthday.ts';
import type { Formats } from '../../../kit/formats.ts';
import { Card, Facts, type Fact } from '../../../kit/surface.tsx';
import { Tag, Tags } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { CustomerCard, FieldView } from '../api.ts';
import { useBranchName } from './branches.ts';
import classes from './card.module.css';
import { Completeness } from './living/completeness.tsx';
import { useFields } from './fields/use-fields.ts';
import { RevealValue } from './privacy/reveal-value.tsx';
import { CUSTOM_FIELDS } from './facts-draft.ts';

/** What is known, each old fact with its age. */
export function FactsCard({ card }: { card: CustomerCard }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const { fields } = useFields();
  return (
    <Card heading={t('card.facts')} note={<Completeness card={card} />}>
      <Facts facts={factsOfCard(card, fields, t, f)} />
      {card.tags.length > 0 && (
        <div className={classes.tags}>
          <Tags>
            {card.tags.map((tag) => (
              <Tag key={tag} tone="plain">
                {tag}
              </Tag>
            ))}
          </Tags>
        </div>
      )}
    </Card>
  );
}

function factsOfCard(card: CustomerCard, fields: readonly FieldView[], t: TFunction<'customers'>, f: Formats): Fact[] {
  const old = (kind: string) => <OldMark card={card} kind={kind} />;
  return [
    [t('field.phone'), card.phone && reachable(card, 'phone', 'tel:', old)],
    [t('field.email'), card.email && reachable(card, 'email', 'mailto:', old)],
    [
      t('field.birthday'),
      card.masked.includes('birthday') ? (
        <Revealed card={card} field="birthday" covered={COVERED} />
      ) : (
        birthdayFact(card, t, f)
      ),
    ],
    [t('field.gender'), card.gender && t(`gender.${card.gender}`)],
    [t('field.address'), addressText(card) && withMark(addressOf(card), old('address'))],
    [t('field.title'), card.title],
    ...CUSTOM_FIELDS.map((field): Fact => [
      t(`custom.${field}`),
      card.custom[field] && withMark(String(card.custom[field]), old(field)),
    ]),
    ...otherFacts(card, fields),
    [t('field.branchId'), card.branchId && <BranchName id={card.branchId} />],
    [t('field.source'), card.source],
    [t('field.externalId'), card.externalId],
    [
      t('field.cardNumber'),
      card.masked.includes('cardNumber') ? (
        <Revealed card={card} field="cardNumber" covered={card.cardNumber ?? ''} />
      ) : (
        card.cardNumber
      ),
    ],
    [t('field.createdAt'), f.date(f.dayOf(card.createdAt))],
  ];
}

/** What nobody has made a field of yet. */
function otherFacts(card: CustomerCard, fields: readonly FieldView[]): Fact[] {
  const own = new Set<string>([...CUSTOM_FIELDS, ...fields.map(({ key }) => key)]);
  return Object.entries(card.custom)
    .filter(([field]) => !own.has(field))
    .map(([field, value]) => [field, value === null ? null : Array.isArray(value) ? value.join(', ') : String(value)]);
}

function birthdayFact({ birthday, nextBirthday, age }: CustomerCard, t: TFunction<'customers'>, f: Formats): ReactNode {
  if (!birthday) return null;
  const next =
    nextBirthday && birthday.calendar === 'lunar' ? t('card.nextBirthday', { day: f.date(nextBirthday) }) : '';
  const years = age === null ? '' : t('card.age', { count: age });
  const quiet = [years, next].filter(Boolean).join(' · ');
  return (
    <>
      {birthdayText(birthday, t)}
      {quiet && <span className={classes.under}>{quiet}</span>}
    </>
  );
}

const ADDRESS_ORDER = ['country', 'province', 'city', 'district', 'street', 'line', 'text', 'postcode'];

function addressText({ address }: Pick<CustomerCard, 'address'>): string {
  const place = (part: string) => (ADDRESS_ORDER.indexOf(part) + ADDRESS_ORDER.length + 1) % (ADDRESS_ORDER.length + 1);
  return Object.entries(address ?? {})
    .sort(([a], [b]) => place(a) - place(b))
    .map(([, text]) => text)
    .join(' ');
}

function withMark(text: ReactNode, mark: ReactNode): ReactNode {
  return (
    <>
      {text} {mark}
    </>
  );
}

const COVERED = '••••';

function addressOf(card: CustomerCard): ReactNode {
  const text = addressText(card);
  return card.masked.includes('address') ? <Revealed card={card} field="address" covered={text} /> : text;
}

type Guarded = 'phone' | 'email' | 'birthday' | 'address' | 'cardNumber';

/** What is masked is shown for a reason, for a minute. */
function Revealed({ card, field, covered }: { card: CustomerCard; field: Guarded; covered: string }): ReactNode {
  const { t } = useTranslation('customers');
  const print = (value: unknown): ReactNode => {
    if (field === 'birthday') return birthdayText(value as Parameters<typeof birthdayText>[0], t);
    if (field === 'address') return addressText({ address: value as CustomerCard['address'] });
    return String(value);
  };
  return <RevealValue customerId={card.id} field={field} name={t(`field.${field}`)} covered={covered} print={print} />;
}

/** What is masked cannot be called or copied. */
function reachable(
  card: CustomerCard,
  field: 'phone' | 'email',
  scheme: string,
  old: (kind: string) => ReactNode,
): ReactNode {
  const text = card[field] ?? '';
  if (card.masked.includes(field)) return withMark(<Revealed card={card} field={field} covered={text} />, old(field));
  return <Reach href={`${scheme}${text}`} text={text} mark={old(field)} />;
}

function BranchName({ id }: { id: string }): ReactNode {
  return useBranchName(id);
}

/** How old the fact is, where it should be confirmed again. */
function OldMark({ card, kind }: { card: CustomerCard; kind: string }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const since = card.stale.some((fact) => fact.kind === kind) ? card.confirmedOn[kind] : undefined;
  if (!since) return null;
  return (
    <span className={classes.old} title={f.longDate(since)}>
      {t('card.old', { age: f.age(since) })}
    </span>
  );
}

function Reach({ href, text, mark }: { href: string; text: string; mark: ReactNode }): ReactNode {
  const { t } = useTranslation('customers');
  return (
    <>
      <span className={classes.reach}>
        <a href={href}>{text}</a>
        <CopyButton value={text} timeout={1500}>
          {({ copied, copy }) => (
            <ActionIcon
              size="sm"
              variant="subtle"
              onClick={copy}
              aria-label={copied ? t('card.copied') : t('card.copy', { text })}
            >
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} stroke={1.6} />}
            </ActionIcon>
          )}
        </CopyButton>
      </span>
      {mark}
    </>
  );
}
