import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { addDays, addMonths, startOfDay } from '../../../maths/calendar.ts';
import { members } from '../../workspaces/index.ts';
import { endOfDay } from '../../../maths/wall-clock.ts';
import { hoursOn } from '../calendar/rules/working-time.ts';
import { holidayName, shopCalendar } from '../calendar/shop-calendar.ts';
import type { TaskView } from './contract.ts';
import { chosen } from './list.ts';
import { presentTasks } from './present.ts';
import { membersInReach } from './reach.ts';

/** Who has how much, from today on. */
export async function readBoard(ctx: Ctx, { days }: { days: number }) {
  const [calendar, people, open, done] = await Promise.all([
    shopCalendar(ctx),
    members(ctx),
    countOpen(ctx, days),
    countDone(ctx),
  ]);
  const reach = membersInReach(ctx, 'tasks.read');
  const dates = Array.from({ length: days }, (_, ahead) => addDays(ctx.today, ahead));
  const shown = people.filter(({ id }) => reach === null || reach.includes(id));
  const rows = [...shown.map(({ id, name }) => ({ id, name })), null].map((member) => {
    const own = open.filter((row) => row.assignee_id === (member?.id ?? null));
    const at = (bucket: string) => own.find((row) => row.bucket === bucket)?.tasks ?? 0;
    return {
      member,
      overdue: at('overdue'),
      perDay: dates.map(at),
      later: at('later'),
      doneToday: done.get(member?.id ?? null) ?? 0,
    };
  });
  return {
    days: dates.map((day) => ({ day, works: hoursOn(calendar, day) !== null })),
    rows: rows.filter(
      (row) => row.member !== null || row.overdue + row.later + row.perDay.reduce((a, b) => a + b, 0) > 0,
    ),
  };
}

/** A month of open tasks; a day names its first ones and counts the rest. */
export async function readMonth(ctx: Ctx, { month, view }: { month?: string | undefined; view: TaskView }) {
  const first = `${month ?? ctx.today.slice(0, 7)}-01`;
  const end = addMonths(first, 1);
  const [calendar, rows] = await Promise.all([
    shopCalendar(ctx),
    chosen(ctx, { view, state: 'open', when: 'any' })
      .selectAll('tasks')
      .where('tasks.due_by', '>=', startOfDay(ctx.workspace.zone, first))
      .where('tasks.due_on', '>=', first)
      .where('tasks.due_on', '<', end)
      .where('tasks.due_by', '<=', endOfDay(ctx.workspace.zone, addDays(end, -1)))
      .orderBy('tasks.due_by')
      .orderBy('tasks.id')
      .limit(MONTH_TASKS)
      .execute(),
  ]);
  const tasks = Map.groupBy(await presentTasks(ctx, rows), (task) => task.due?.on ?? '');
  const days = [];
  for (let day = first; day < end; day = addDays(day, 1)) {
    const own = tasks.get(day) ?? [];
    const holiday = holidayName(calendar, day);
    days.push({
      day,
      tasks: own.slice(0, DAY_TASKS),
      more: Math.max(0, own.length - DAY_TASKS),
      works: hoursOn(calendar, day) !== null,
      holiday: holiday && (holiday.own ?? translate(ctx.locale, `team:holidays.${holiday.name}`)),
    });
  }
  return { month: first.slice(0, 7), days };
}

const MONTH_TASKS = 1_000;
const DAY_TASKS = 30;

interface Counted {
  assignee_id: string | null;
  bucket: string;
  tasks: number;
}

async function countOpen(ctx: Ctx, days: number): Promise<Counted[]> {
  const last = addDays(ctx.today, days - 1);
  return chosen(ctx, { view: 'team', state: 'open', when: 'any' })
    .select([
      'tasks.assignee_id',
      sql<string>`case when tasks.due_by <= ${ctx.now} then 'overdue'
        when tasks.due_on <= ${last} then tasks.due_on::text else 'later' end`.as('bucket'),
      sql<number>`count(*)::int`.as('tasks'),
    ])
    .groupBy(['tasks.assignee_id', 'bucket'])
    .execute();
}

async function countDone(ctx: Ctx): Promise<Map<string | null, number>> {
  const rows = await chosen(ctx, { view: 'team', state: 'done', when: 'any' })
    .select(['tasks.assignee_id', sql<number>`count(*)::int`.as('tasks')])
    .where('tasks.done_at', '>=', startOfDay(ctx.workspace.zone, ctx.today))
    .groupBy('tasks.assignee_id')
    .execute();
  return new Map(rows.map((row) => [row.assignee_id, row.tasks]));
}
