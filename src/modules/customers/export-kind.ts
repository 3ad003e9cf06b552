import type { Ctx } from '../../kernel/context.ts';
import { refuse } from '../../kernel/errors.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import { dayIn } from '../../maths/calendar.ts';
import { formatDecimal } from '../../maths/money.ts';
import { memberNames } from '../workspaces/index.ts';
import type { ExportCell, ExportColumn, ExportKind } from '../transfer/index.ts';
import type { Customer } from './contract.ts';
import { fieldExportColumns, fieldPrinter } from './fields/export-columns.ts';
import { columnValues } from './list-columns.ts';
import { columnsFor } from './list-filter.ts';
import { customerPages } from './list.ts';
import type { Custom } from './fields/values.ts';
import { presentCustomer } from './present.ts';
import { noteReading } from './privacy/disclosures/book.ts';

/** The customer list as a file, with the filter, search and order of the list. Its titles are understood by import. */
export const customersToFile: ExportKind = {
  kind: 'customers',
  permission: 'customers.export',
  columns: async (ctx) => [
    ...OWN.map(({ key }): ExportColumn => ({ key, title: `customers:export.${key}` })),
    ...registered(ctx),
    ...(await fieldExportColumns(ctx)),
  ],
  rows: exportRows,
};

const PAGE = 1_000;
const PARAMETERS = new Set(['q', 'filter', 'sort']);

async function* exportRows(ctx: Ctx, query: Record<string, string>): AsyncGenerator<ExportCell[][]> {
  const unknown = Object.keys(query).find((name) => !PARAMETERS.has(name));
  if (unknown !== undefined) throw refuse('BAD_INPUT', { path: unknown, problem: '' });
  const columns = columnsFor(ctx);
  const keys = columns.map(({ key }) => key).join(',');
  const fieldCells = await fieldPrinter(ctx);
  const taken: string[] = [];
  try {
    for await (const rows of customerPages(ctx, query, PAGE)) {
      taken.push(...rows.map(({ id }) => id));
      const values = await columnValues(
        ctx,
        keys,
        rows.map(({ id }) => id),
      );
      const owners = await memberNames(
        ctx,
        rows.flatMap((row) => row.owner_id ?? []),
      );
      const fields = await fieldCells(rows.map(({ id, custom }) => ({ id, custom: custom as Custom })));
      yield rows.map((row, n) => {
        const customer = presentCustomer(ctx, row);
        const more = values.get(row.id) ?? {};
        return [
          ...OWN.map(({ cell }) => cell(customer, ctx, owners)),
          ...columns.map(({ key, kind }) => registeredCell(ctx, kind, more[key] ?? null)),
          ...(fields[n] ?? []),
        ];
      });
    }
  } finally {
    // Also when whoever asked stopped reading half-way: what was sent is out.
    noteReading(ctx, 'exported', taken, 'customers');
  }
}

interface OwnColumn {
  key: string;
  cell(customer: Customer, ctx: Ctx, owners: ReadonlyMap<string, string>): ExportCell;
}

const OWN: readonly OwnColumn[] = [
  { key: 'name', cell: ({ name }) => name },
  { key: 'externalId', cell: ({ externalId }) => externalId },
  { key: 'cardNumber', cell: ({ cardNumber }) => cardNumber },
  { key: 'phone', cell: ({ phone }) => phone },
  { key: 'email', cell: ({ email }) => email },
  { key: 'gender', cell: ({ gender }, ctx) => gender && translate(ctx.locale, `customers:gender.${gender}`) },
  { key: 'birthday', cell: birthdayCell },
  ...['country', 'province', 'city', 'district', 'street', 'postcode'].map(addressColumn),
  { key: 'address', cell: ({ address }) => address?.['text'] ?? null },
  { key: 'company', cell: ({ custom }) => (typeof custom['company'] === 'string' ? custom['company'] : null) },
  { key: 'kind', cell: ({ kind }, ctx) => translate(ctx.locale, `customers:kind.${kind}`) },
  { key: 'stage', cell: ({ stage }, ctx) => translate(ctx.locale, `customers:stage.${stage}`) },
  { key: 'owner', cell: ({ ownerId }, _ctx, owners) => (ownerId && owners.get(ownerId)) ?? null },
  { key: 'source', cell: ({ source }) => source },
  { key: 'tags', cell: ({ tags }) => tags.join(';') },
  { key: 'createdOn', cell: ({ createdAt }, ctx) => dayIn(ctx.workspace.zone, new Date(createdAt)) },
];

function addressColumn(part: string): OwnColumn {
  return { key: part, cell: ({ address }) => address?.[part] ?? null };
}

// 1985-08-15, 08-15, or marked as lunar: as import reads it again.
function birthdayCell({ birthday }: Customer, ctx: Ctx): ExportCell {
  if (!birthday) return null;
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [birthday.year, two(birthday.month), two(birthday.day)].filter((part) => part !== undefined).join('-');
  if (birthday.calendar === 'solar') return day;
  return translate(ctx.locale, birthday.leapMonth ? 'customers:export.leapDay' : 'customers:export.lunarDay', { day });
}

function registered(ctx: Ctx): ExportColumn[] {
  return columnsFor(ctx).map(({ key, title, kind }) => {
    return kind === 'money' || kind === 'number' ? { key, title, number: true } : { key, title };
  });
}

function registeredCell(ctx: Ctx, kind: string, value: string | number | null): ExportCell {
  if (value === null) return null;
  return kind === 'money' ? formatDecimal(BigInt(value), ctx.workspace.baseCurrency) : String(value);
}
