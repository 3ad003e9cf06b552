/** What a provider tells of a message that it took. */
export interface Report {
  /** Our own id of the message, where the provider gives it back; else its own. */
  id: string | null;
  providerId: string | null;
  kind: 'delivered' | 'bounce' | 'complaint';
}

const MOST = 500;

/**
 * Aliyun (SmsReport: `out_id`, `biz_id`, `success`), Tencent (`sid`, `report_status`), Twilio (`MessageSid`,
 * `MessageStatus`), and whoever sends `{ "id", "kind" }`; one or a list of them. What is none of these is left out.
 */
export function readReports(body: unknown): Report[] {
  const rows = Array.isArray(body) ? body : [body];
  return rows
    .slice(0, MOST)
    .flatMap((row) => (typeof row === 'object' && row !== null ? (reportOf(row as Row) ?? []) : []));
}

type Row = Readonly<Record<string, unknown>>;

function reportOf(row: Row): Report | null {
  const text = (key: string) => (typeof row[key] === 'string' ? plain(row[key]).slice(0, 200) || null : null);
  const kind = kindOf(row, text);
  const report = kind && {
    id: text('out_id') ?? text('id'),
    providerId: text('biz_id') ?? text('sid') ?? text('MessageSid'),
    kind,
  };
  return report && (report.id ?? report.providerId) !== null ? report : null;
}

/** Nothing that the database would not take. */
function plain(text: string): string {
  return text.toWellFormed().replaceAll('\0', '').trim();
}

function kindOf(row: Row, text: (key: string) => string | null): Report['kind'] | null {
  if (typeof row['success'] === 'boolean') return row['success'] ? 'delivered' : 'bounce';
  const status = text('report_status') ?? text('MessageStatus');
  if (status !== null) return STATUS.get(status.toLowerCase()) ?? null;
  const kind = text('kind');
  return kind === 'delivered' || kind === 'bounce' || kind === 'complaint' ? kind : null;
}

const STATUS: ReadonlyMap<string, Report['kind']> = new Map([
  ['success', 'delivered'],
  ['fail', 'bounce'],
  ['delivered', 'delivered'],
  ['undelivered', 'bounce'],
  ['failed', 'bounce'],
]);
