import { sql } from 'kysely';
import { startOfDay } from '../../../maths/calendar.ts';
import { careByMember } from '../../today/index.ts';
import { learned } from '../training/shelf.ts';
import type { ColleagueFigure } from './figures.ts';

/** What tasks, training and Today say of a colleague. */
export const ownFigures: readonly ColleagueFigure[] = [
  {
    key: 'promises',
    module: 'team',
    unit: 'share',
    order: 30,
    /** Of the tasks that were due in the span and by now, those done by then. */
    async read(ctx, { from, until }) {
      const end = startOfDay(ctx.workspace.zone, until);
      const { rows } = await sql<{ member: string; part: number; of: number }>`
        select assignee_id as member, count(*) filter (where done_at <= due_by)::int as part, count(*)::int as of
        from tasks
        where workspace_id = ${ctx.workspace.id} and assignee_id is not null and deleted_at is null
          and due_by >= ${startOfDay(ctx.workspace.zone, from)} and due_by < ${end < ctx.now ? end : ctx.now}
        group by 1`.execute(ctx.db);
      return new Map(rows.map(({ member, part, of }) => [member, { amount: part, of }]));
    },
  },
  {
    key: 'cared',
    module: 'team',
    unit: 'count',
    order: 40,
    async read(ctx, span) {
      const care = await careByMember(ctx, span);
      return new Map(care.map(({ memberId, customers }) => [memberId, { amount: customers }]));
    },
  },
  {
    key: 'answerDays',
    module: 'team',
    unit: 'days',
    fewer: true,
    order: 50,
    async read(ctx, span) {
      const care = await careByMember(ctx, span);
      return new Map(care.map(({ memberId, medianDays }) => [memberId, { amount: medianDays }]));
    },
  },
  {
    key: 'learned',
    module: 'team',
    unit: 'share',
    order: 60,
    async read(ctx, { from, until }) {
      const told = await learned(ctx, from, until < ctx.today ? until : ctx.today);
      return new Map([...told].map(([member, { part, of }]) => [member, { amount: part, of }]));
    },
  },
];
