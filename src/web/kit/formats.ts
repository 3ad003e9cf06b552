export interface FormatSettings {
  language: string;
  /** IANA zone of the workspace: instants are shown as the shop's clock shows them. */
  zone: string;
  baseCurrency: string;
  /** The shop's civil date, `YYYY-MM-DD`. */
  today: string;
}

export interface Money {
  /** Decimal string; never turned into a float on its way to the screen. */
  amount: string;
  currency: string;
}

export interface Count {
  value: number;
  exact: boolean;
}

export type Formats = ReturnType<typeof createFormats>;

/** Every number, amount and date on a screen goes through here. `day` is `YYYY-MM-DD`, `at` an ISO instant. */
export function createFormats(settings: FormatSettings) {
  const { language, zone, baseCurrency, today } = settings;
  const numbers = cached((options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options));
  const dates = cached((options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options));
  const ages = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const baseSign = signOf(numbers({ style: 'currency', currency: baseCurrency, currencyDisplay: 'narrowSymbol' }));
  // Yen and yuan share a sign in some languages: then the foreign one is shown by its code.
  const display = cached(({ currency }: { currency: string }): 'narrowSymbol' | 'symbol' | 'code' => {
    if (currency === baseCurrency) return 'narrowSymbol';
    return signOf(numbers({ style: 'currency', currency })) === baseSign ? 'code' : 'symbol';
  });
  const decimal = (text: string) => text as Intl.StringNumericLiteral;

  const dayText = (options: Intl.DateTimeFormatOptions, day: string) =>
    joined(dates({ ...options, timeZone: 'UTC' }), utcOf(day));
  const dayOf = (at: string) => civilDayIn(zone, at);

  return {
    settings,
    /** ￥6,240, ￥6,240.50; `full` keeps the currency's decimals, `none` rounds them off. */
    money({ amount, currency }: Money, digits: 'auto' | 'full' | 'none' = 'auto'): string {
      const format = numbers({
        style: 'currency',
        currency,
        currencyDisplay: display({ currency }),
        ...moneyDigits(digits),
      });
      return format.format(decimal(amount));
    },
    /** For ledger cells: the currency stands once in the header (`currencySign`). */
    amount({ amount, currency }: Money): string {
      const digits = numbers({ style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
      return numbers({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(decimal(amount));
    },
    currencySign(currency: string = baseCurrency): string {
      return signOf(numbers({ style: 'currency', currency, currencyDisplay: display({ currency }) }));
    },
    number(value: number, digits = 0): string {
      return numbers({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
    },
    /** 0.713 → 71% */
    percent(share: number, digits = 0): string {
      return numbers({ style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(share);
    },
    /** Lists are counted to 10,000: "10,000+" beyond. */
    count({ value, exact }: Count): string {
      return numbers({}).format(value) + (exact ? '' : '+');
    },
    bytes(size: number): string {
      const [unit, divisor] = size < 1e6 ? (['kilobyte', 1e3] as const) : (['megabyte', 1e6] as const);
      return numbers({ style: 'unit', unit, maximumFractionDigits: 1 }).format(size / divisor);
    },
    /** 11 月 22 日; with the year when it is another one. */
    date(day: string): string {
      const year = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: 'numeric' } as const);
      return dayText({ month: language === 'en' ? 'short' : 'long', day: 'numeric', ...year }, day);
    },
    /** 11 月 22 日 星期日 */
    longDate(day: string): string {
      return dayText({ month: 'long', day: 'numeric', weekday: 'long' }, day);
    },
    /** 2025 年 11 月 */
    month(day: string): string {
      return dayText({ year: 'numeric', month: language === 'en' ? 'short' : 'long' }, day);
    },
    /** 15:30 by the shop's clock. */
    time(at: string): string {
      return dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(new Date(at));
    },
    dateTime(at: string): string {
      return `${this.date(dayOf(at))} ${this.time(at)}`;
    },
    /** The shop's day of an instant. */
    dayOf,
    /** 今天, 昨天, 3 天前, 2 个月前 */
    age(dayOrInstant: string): string {
      const day = dayOrInstant.length === 10 ? dayOrInstant : dayOf(dayOrInstant);
      const [value, unit] = ageSteps((utcOf(day) - utcOf(today)) / DAY_MS);
      return spaced(ages.format(value, unit));
    },
  };
}

const DAY_MS = 86_400_000;

/** The civil date an instant falls on in a zone. */
export function civilDayIn(zone: string, at: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(at));
}

/** Month and day of a civil date in the Chinese calendar, which every browser knows. */
export function lunarDayOf(day: string): { month: number; leapMonth: boolean; day: number } {
  const format = new Intl.DateTimeFormat('en-u-ca-chinese', { month: 'numeric', day: 'numeric', timeZone: 'UTC' });
  const parts = format.formatToParts(utcOf(day));
  const month = parts.find((part) => part.type === 'month')?.value ?? '';
  return {
    month: Number.parseInt(month, 10),
    leapMonth: /bis/.test(month),
    day: Number(parts.find((part) => part.type === 'day')?.value),
  };
}

function moneyDigits(digits: 'auto' | 'full' | 'none'): Intl.NumberFormatOptions {
  if (digits === 'none') return { maximumFractionDigits: 0 };
  return digits === 'auto' ? { trailingZeroDisplay: 'stripIfInteger' } : {};
}

function signOf(format: Intl.NumberFormat): string {
  return format.formatToParts(0).find((part) => part.type === 'currency')?.value ?? '';
}

function ageSteps(days: number): [number, Intl.RelativeTimeFormatUnit] {
  const size = Math.abs(days);
  if (size < 60) return [days, 'day'];
  // Truncated, so that an age is never shown as more than it is.
  return size < 730 ? [Math.trunc(days / 30.44), 'month'] : [Math.trunc(days / 365.25), 'year'];
}

function utcOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** A weekday stands apart from the date, as it is printed in Chinese. */
function joined(format: Intl.DateTimeFormat, at: number): string {
  const parts = format.formatToParts(at);
  const text = parts.map(({ type, value }, index) =>
    type === 'weekday' && index > 0 && /\p{Script=Han}$/u.test(parts[index - 1]?.value ?? '') ? ` ${value}` : value,
  );
  return spaced(text.join(''));
}

/** Chinese typography leaves a gap between figures and characters; the locale data does not. */
function spaced(text: string): string {
  return text.replace(/(\d)(?=\p{Script=Han})/gu, '$1 ').replace(/(\p{Script=Han})(?=\d)/gu, '$1 ');
}

function cached<Options extends object, Format>(make: (options: Options) => Format): (options: Options) => Format {
  const made = new Map<string, Format>();
  return (options) => {
    const key = JSON.stringify(options);
    const known = made.get(key) ?? make(options);
    made.set(key, known);
    return known;
  };
}
