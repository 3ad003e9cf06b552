import { addDays } from '../../src/maths/calendar.ts';
import { draws, type Draws } from './draws.ts';
import { SECOND_CARDS, secondCard } from './second-cards.ts';
import team from './team.json' with { type: 'json' };
import fields from './fields.json' with { type: 'json' };
import products from './products.json' with { type: 'json' };
import words from './words.json' with { type: 'json' };

export interface DemoShop {
  /** Rows as the till of a tea shop would export them, header first. */
  customers: string[][];
  orders: string[][];
}

/** How a kind of customer behaves: share of all, days between visits and their spread, chance to leave at each visit. */
interface Habit {
  share: number;
  days: number;
  spread: number;
  leaving: number;
  lines: number;
  quantity: number;
}

const habits: readonly Habit[] = [
  { share: 0.1, days: 24, spread: 0.25, leaving: 0.01, lines: 2.2, quantity: 1.6 },
  { share: 0.17, days: 45, spread: 0.35, leaving: 0.03, lines: 1.6, quantity: 1.3 },
  { share: 0.13, days: 110, spread: 0.45, leaving: 0.06, lines: 2.6, quantity: 2.4 },
  { share: 0.25, days: 75, spread: 0.7, leaving: 0.18, lines: 1.3, quantity: 1.1 },
  { share: 0.35, days: 160, spread: 0.9, leaving: 0.55, lines: 1.2, quantity: 1 },
];

const YEARS = 3;

/**
 * A believable tea shop: `size` customers over three years up to the day before `today` (`YYYY-MM-DD`). The same
 * arguments always give the same shop.
 */
export function demoShop(today: string, size = 1_200): DemoShop {
  const draw = draws(20_260_101);
  const shop: DemoShop = { customers: [words.customerHeader], orders: [words.orderHeader] };
  // Drawn by themselves, so that asking for one more changes nobody's purchases.
  const [taste, asked, served] = [draws(7), draws(11), draws(13)];
  let receipt = 0;
  for (let n = 0; n < size; n += 1) {
    const number = `M${String(10_001 + n)}`;
    const habit = draw.weighted(habits, (one) => one.share);
    const firstDay = addDays(today, -1 - Math.floor(draw.unit() ** 1.3 * YEARS * 365));
    const row = customerRow(draw, number, firstDay);
    const twin = n - (size - SECOND_CARDS);
    shop.customers.push(twin < 0 ? row : secondCard(draw, shop.customers.slice(1, size - SECOND_CARDS + 1), row, twin));
    const sellerOn = sellers(served, today);
    for (const day of purchaseDays(draw, habit, firstDay, today)) {
      receipt += 1;
      const rows = orderRows(draw, habit, number, `L${String(receipt).padStart(6, '0')}`, day, sellerOn);
      if (!onlyAsked(n, twin)) shop.orders.push(...rows);
    }
  }
  const [header, ...rows] = shop.customers;
  return { ...shop, customers: [header ?? [], ...rows.map((row) => [...row, ...ownFields(taste), consent(asked)])] };
}

/** Every fortieth has asked and not bought yet. Drawn like the others, so that nobody else's purchases change. */
function onlyAsked(n: number, twin: number): boolean {
  return twin < 0 && n % 40 === 17;
}

/** Most were asked at the counter whether they want to hear from the shop; most of these said yes. */
function consent(draw: Draws): string {
  const said = draw.unit();
  if (said < 0.55) return words.yes;
  return said < 0.67 ? words.no : '';
}

function customerRow(draw: Draws, number: string, since: string): string[] {
  const woman = draw.unit() < 0.58;
  const surname = draw.unit() < 0.02 ? draw.pick(words.compoundSurnames) : draw.pick([...words.surnames]);
  const given = [...(woman ? words.female : words.male)];
  const name = surname + draw.pick(given) + (draw.unit() < 0.7 ? draw.pick(given) : '');
  const phone = draw.unit() < 0.93 ? fictionalPhone(draw, number) : '';
  const email = draw.unit() < 0.45 ? `tea${number.slice(1)}@example.com` : '';
  const home =
    draw.unit() < 0.4 ? draw.pick(words.districts) + draw.pick(words.streets) + `${1 + draw.below(300)}` : '';
  const tags = draw.unit() < 0.35 ? draw.pick(words.tags) : '';
  const source = draw.pick(words.sources);
  const gender = draw.unit() < 0.85 ? (woman ? words.female_word : words.male_word) : '';
  return [number, name, gender, phone, email, birthday(draw), words.province, words.city, home, tags, source, since];
}

/** What the shop's own fields say: tea, habit, and a wedding day, most of them by the moon. */
function ownFields(draw: Draws): string[] {
  const tea = fields.find(({ key }) => key === 'tea')?.options ?? [];
  const married = draw.unit() < 0.25;
  const [month, day] = [draw.below(12), draw.pick(words.lunarDays)];
  return [
    draw.unit() < 0.55 ? draw.pick(tea).name : '',
    draw.unit() < 0.3 ? draw.pick(words.habits) : '',
    married ? `${words.lunar}${words.lunarMonths[month]}${words.month}${day}` : '',
  ];
}

function birthday(draw: Draws): string {
  const kind = draw.unit();
  if (kind > 0.62) return '';
  const month = 1 + draw.below(12);
  if (kind < 0.12) return `${words.lunar}${words.lunarMonths[month - 1]}${words.month}${draw.pick(words.lunarDays)}`;
  return `${1958 + draw.below(46)}-${pad(month)}-${pad(1 + draw.below(28))}`;
}

/** Gaps are lognormal around the customer's own interval, shorter before the great tea-giving weeks. */
function purchaseDays(draw: Draws, habit: Habit, firstDay: string, today: string): string[] {
  const own = habit.days * Math.exp(draw.normal() * 0.3);
  const days = [firstDay];
  for (let day = firstDay; draw.unit() > habit.leaving;) {
    const gap = own * Math.exp(draw.normal() * habit.spread) * (isGiftSeason(day) ? 0.75 : 1);
    day = addDays(day, Math.max(1, Math.round(gap)));
    if (day >= today) break;
    days.push(day);
  }
  return days;
}

function isGiftSeason(day: string): boolean {
  const month = Number(day.slice(5, 7));
  return month === 1 || month === 8 || month === 9;
}

/** Most customers are served by one person, and by a second one once that person has left the shop. */
function sellers(draw: Draws, today: string): (day: string, anybody: string) => string {
  const first = draw.weighted(team.colleagues, (one) => one.share);
  const staying = team.colleagues.filter((one) => one.leftDays === undefined);
  const second = draw.weighted(staying, (one) => one.share);
  return (day, anybody) => {
    if (draw.unit() > 0.75) return anybody;
    return first.leftDays === undefined || day < addDays(today, -first.leftDays) ? first.name : second.name;
  };
}

function orderRows(
  draw: Draws,
  habit: Habit,
  customer: string,
  receipt: string,
  day: string,
  sellerOn: ReturnType<typeof sellers>,
): string[][] {
  const time = `${day} ${pad(9 + draw.below(12))}:${pad(draw.below(60))}`;
  const lines = Math.max(1, Math.round(habit.lines + draw.normal() * 0.7));
  const store = draw.pick(words.stores);
  const staff = sellerOn(day, draw.pick(words.staff));
  return Array.from({ length: lines }, () => {
    const product = draw.weighted(products, (one) => one.weight);
    const quantity = Math.max(1, Math.round(habit.quantity + draw.normal() * 0.6));
    const discount = draw.unit() < 0.15 ? Math.round(product.price * quantity * 0.1) : 0;
    const amounts = [String(quantity), product.price.toFixed(2), discount.toFixed(2)];
    return [receipt, time, customer, product.sku, product.name, product.category, ...amounts, store, staff];
  });
}

/** 0000 in the middle: nobody's real number, so that a message sent by mistake reaches no stranger. */
function fictionalPhone(draw: Draws, number: string): string {
  const tail = String((Number(number.slice(1)) * 7919) % 10_000).padStart(4, '0');
  return `1${draw.pick(['39', '38', '50', '59', '86', '77'])}0000${tail}`;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
