import type { Locale } from '../../../../kernel/i18n/locales.ts';
import { translate } from '../../../../kernel/i18n/translate.ts';
import type { PersonPackage } from './gather-package.ts';

/** The package as a page that anybody can open and print; needs nothing but itself. */
export function packagePage(locale: Locale, { workspace, name, madeAt, cards, tables, files }: PersonPackage): string {
  const word = (kind: 'package' | 'packageColumn', key: string) => {
    const said = translate(locale, `customers:privacy.${kind}.${key}`);
    return said.endsWith(`.${key}`) ? key.replaceAll('_', ' ') : said;
  };
  const title = translate(locale, 'customers:privacy.packageTitle', { name, workspace });
  const section = (heading: string, body: string) => `<section><h2>${escaped(heading)}</h2>${body}</section>`;
  const ledger = (rows: Record<string, unknown>[]) => {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const head = columns.map((column) => `<th>${escaped(word('packageColumn', column))}</th>`).join('');
    const body = rows.map((row) => `<tr>${columns.map((one) => `<td>${escaped(shown(row[one]))}</td>`).join('')}</tr>`);
    return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
  };
  const facts = cards.map((card) => {
    const known = Object.entries(card).filter(([, value]) => shown(value) !== '');
    return `<dl>${known.map(([key, value]) => `<dt>${escaped(word('packageColumn', key))}</dt><dd>${escaped(shown(value))}</dd>`).join('')}</dl>`;
  });
  const list = files.map((file, n) => `<li><a href="${escaped(fileName(file, n))}">${escaped(file.name)}</a></li>`);
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style></head><body>
<h1>${escaped(title)}</h1><p>${escaped(madeAt.slice(0, 10))}</p>
${section(word('package', 'card'), facts.join(''))}
${Object.entries(tables)
  .map(([table, rows]) => section(word('package', table), ledger(rows)))
  .join('\n')}
${list.length > 0 ? section(word('package', 'files'), `<ul>${list.join('')}</ul>`) : ''}
</body></html>`;
}

/** Where a file lies in the package; numbered, since two may be called the same. */
export function fileName({ name }: { name: string }, n: number): string {
  return `files/${n + 1}-${name.replaceAll(/[\\/:*?"<>|]|\p{Cc}/gu, '_')}`;
}

const STYLE = `body{font:15px/1.6 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2937}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2rem 0 .5rem;color:#0f766e}.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #e5e7eb}
th{color:#6b7280;font-weight:500}dl{display:grid;grid-template-columns:10rem 1fr;gap:.25rem 1rem}dt{color:#6b7280}dd{margin:0}`;

function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 16).replace('T', ' ');
  if (typeof value === 'object') {
    const parts = Array.isArray(value)
      ? value.map(shown)
      : Object.entries(value).map(([key, one]) => `${key}: ${shown(one)}`);
    return parts.filter((part) => part !== '').join(', ');
  }
  return String(value);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
