/** What somebody wrote back to a number of the shop's, as their gateway tells it. */
export interface SmsAnswer {
  /** As the gateway spells the number. */
  from: string;
  text: string;
  /** Its name over there, or what stands for it: the same again is the same answer. */
  id: string;
}

const MOST = 500;

/**
 * Aliyun (SmsUp: `phone_number`, `content`, `sequence_id`), Tencent (`nationcode`, `mobile`, `text`, `time`), Twilio (`From`,
 * `Body`, `MessageSid`), and whoever sends `{ "kind": "answer", "from", "text", "id" }`; one or a list of them.
 */
export function readSmsAnswers(body: unknown): SmsAnswer[] {
  const rows = Array.isArray(body) ? body : [body];
  return rows
    .slice(0, MOST)
    .flatMap((row) => (typeof row === 'object' && row !== null ? (answerOf(row as Row) ?? []) : []));
}

type Row = Readonly<Record<string, unknown>>;

function answerOf(row: Row): SmsAnswer | null {
  const word = (key: string, most = 100) => {
    const value = row[key];
    const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
    // Nothing that the database would not take.
    return text.toWellFormed().replaceAll('\0', '').trim().slice(0, most);
  };
  const said = (from: string, text: string, id: string): SmsAnswer | null =>
    from && text ? { from, text, id: id || `${from} ${text}` } : null;
  if ('content' in row && 'phone_number' in row)
    return said(word('phone_number'), word('content', 4000), word('sequence_id') || word('send_time'));
  if ('text' in row && 'mobile' in row) {
    const from = word('nationcode') ? `+${word('nationcode').replace(/^\+/, '')}${word('mobile')}` : word('mobile');
    return said(from, word('text', 4000), [word('mobile'), word('time')].filter(Boolean).join(' '));
  }
  if ('Body' in row && 'From' in row) return said(word('From'), word('Body', 4000), word('MessageSid'));
  return row['kind'] === 'answer' ? said(word('from'), word('text', 4000), word('id')) : null;
}
