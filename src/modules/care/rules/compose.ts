import type { Block, Wording } from '../templates/contract.ts';
import { fill } from './merge-tags.ts';

export interface Frame {
  /** Of the text as a whole: `zh-CN`, `en` … */
  language: string;
  /** The shop's name and address below. */
  imprint: string;
  /** Absent where nobody can unsubscribe: letters, previews of SMS. */
  unsubscribe?: { url: string; words: string } | undefined;
  /** Where whoever gets it chooses what to read about; absent where there is nothing to choose. */
  choose?: { url: string; words: string } | undefined;
  /** The pixel; absent where opens are not counted. */
  pixel?: string | undefined;
  /** Where the n-th link of the template really leads in this mail. */
  link: (n: number, target: string) => string;
  /** Links in the text stay `[words](address)`, for pages that draw them. */
  drawsLinks?: boolean | undefined;
  /** Puts an advertisement mark to the subject. */
  mark?: ((subject: string) => string) | undefined;
}

export interface Composed {
  subject: string;
  html: string;
  text: string;
}

export interface NamedLink {
  target: string;
  /** What whoever follows it wants to be known by. */
  tag: string | null;
}

/** Every link of a wording in the order of its number. */
export function linksOf({ blocks }: Wording): NamedLink[] {
  const plain = (target: string | undefined) => ({ target: target ?? '', tag: null });
  return blocks.flatMap((block): NamedLink[] => {
    if (block.kind === 'button') return [{ target: block.link, tag: block.tag || null }];
    if (block.kind === 'image' && block.link) return [plain(block.link)];
    if (block.kind === 'text') return [...block.text.matchAll(LINK)].map(([, , target]) => plain(target));
    if (block.kind === 'html')
      return [...block.html.matchAll(HREF)].map(([, target]) => plain(unescapeHtml(target ?? '')));
    return [];
  });
}

/** The mail of one person: a table of 600 px that mailboxes from Outlook on draw alike, and the same in plain text. */
export function composeMail(wording: Wording, values: Readonly<Record<string, string>>, frame: Frame): Composed {
  const parts = partsOf(wording, values, frame);
  const { unsubscribe, choose, imprint, pixel, language } = frame;
  const ways = [choose, unsubscribe].filter((one) => one !== undefined);
  const preheader = oneLine(fill(wording.preheader, values));
  const foot = [
    ...imprint.split('\n').map(escapeHtml),
    ...ways.map(({ url, words }) => `<a href="${escapeHtml(url)}" style="color:#78716c">${escapeHtml(words)}</a>`),
  ].filter(Boolean);
  const html = `<!doctype html><html lang="${escapeHtml(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escapeHtml(parts.subject)}</title></head><body style="margin:0;padding:0;background:#f5f5f4">${preheader ? `<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(preheader)}</div>` : ''}<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:20px 10px"><table role="presentation" width="600" cellpadding="0" cellspacing="0" style="max-width:600px;width:100%;background:#fff;border-radius:8px;font-family:-apple-system,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',Arial,sans-serif;font-size:16px;line-height:1.7;color:#1c1917"><tr><td style="padding:28px 28px 8px">${parts.html}</td></tr>${foot.length > 0 ? `<tr><td style="padding:8px 28px 24px;font-size:12px;color:#78716c">${foot.join('<br>')}</td></tr>` : ''}</table></td></tr></table>${pixel ? `<img src="${escapeHtml(pixel)}" width="1" height="1" alt="" style="display:block">` : ''}</body></html>`;
  const below = [imprint, ...ways.map(({ url, words }) => `${words}: ${url}`)].filter(Boolean).join('\n');
  return { subject: parts.subject, html, text: `${parts.text}${below ? `\n\n-- \n${below}` : ''}\n` };
}

/** The words alone, for ways without markup. */
export function composeText(wording: Wording, values: Readonly<Record<string, string>>, frame: Frame): string {
  return partsOf(wording, values, frame).text;
}

/** A title and paragraphs with links, for a page of ours. */
export function composePage(
  wording: Wording,
  values: Readonly<Record<string, string>>,
  frame: Frame,
): Pick<Composed, 'subject' | 'text'> {
  return partsOf(wording, values, { ...frame, drawsLinks: true });
}

function partsOf(wording: Wording, values: Readonly<Record<string, string>>, frame: Frame) {
  const links = { next: 0 };
  const drawn = wording.blocks.map((block) => draw(block, values, frame, links)).filter((one) => one !== null);
  const filled = fill(wording.subject, values);
  const subject = oneLine(frame.mark ? frame.mark(filled) : filled);
  return {
    subject,
    html: drawn.map(({ html }) => html).join(''),
    text: drawn
      .map(({ text }) => text)
      .filter(Boolean)
      .join('\n\n'),
  };
}

interface Drawn {
  html: string;
  text: string;
}

function draw(
  block: Block,
  values: Readonly<Record<string, string>>,
  frame: Frame,
  links: { next: number },
): Drawn | null {
  const follow = (target: string) => frame.link(links.next++, target);
  switch (block.kind) {
    case 'heading': {
      const text = fill(block.text, values).trim();
      return text
        ? { html: `<h2 style="margin:0 0 12px;font-size:22px;line-height:1.35">${escapeHtml(text)}</h2>`, text }
        : null;
    }
    case 'text':
      return drawText(block.text, values, follow, frame.drawsLinks);
    case 'image': {
      const url = block.link ? follow(block.link) : null;
      const picture = `<img src="${escapeHtml(block.src)}" alt="${escapeHtml(block.alt)}" style="display:block;max-width:100%;height:auto;border:0;border-radius:6px;margin:0 0 16px">`;
      return {
        html: url ? `<a href="${escapeHtml(url)}">${picture}</a>` : picture,
        text: url && frame.drawsLinks ? `[${block.alt || url}](${url})` : [block.alt, url].filter(Boolean).join(' '),
      };
    }
    case 'button': {
      const url = follow(block.link);
      const words = fill(block.text, values).trim() || url;
      return {
        html: `<p style="margin:4px 0 20px"><a href="${escapeHtml(url)}" style="display:inline-block;background:#0f766e;color:#fff;text-decoration:none;padding:11px 22px;border-radius:6px">${escapeHtml(words)}</a></p>`,
        text: frame.drawsLinks ? `[${words}](${url})` : `${words}: ${url}`,
      };
    }
    case 'coupon':
      return drawCoupon(block, values);
    case 'divider':
      return { html: '<hr style="border:0;border-top:1px solid #e7e5e4;margin:8px 0 20px">', text: '—' };
    case 'html':
      return drawHtml(block.html, values, follow);
  }
}

/** `[words](address)` in texts. */
const LINK = /\[([^\][\n]{1,200})\]\((\S{1,1000}?)\)/g;
const HREF = /href="([^"]{1,1000})"/g;

function drawText(
  source: string,
  values: Readonly<Record<string, string>>,
  follow: (target: string) => string,
  drawsLinks = false,
): Drawn | null {
  // Links are known by the template, not by what a value says: they are taken out before the values come in.
  const taken: { words: string; url: string }[] = [];
  const held = source.replace(LINK, (_all, words: string, target: string) => {
    taken.push({ words, url: follow(target) });
    return `\uE000${taken.length - 1}\uE001`;
  });
  const filled = fill(held, values).trim();
  const put = (text: string, form: (one: { words: string; url: string }) => string) =>
    text.replace(/\uE000(\d+)\uE001/g, (_all, n: string) => (taken[Number(n)] ? form(taken[Number(n)]!) : ''));
  if (filled === '') return null;
  const html = filled
    .split(/\n\s*\n/)
    .map((paragraph) => `<p style="margin:0 0 16px">${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('');
  return {
    html: put(
      html,
      ({ words, url }) => `<a href="${escapeHtml(url)}" style="color:#0f766e">${escapeHtml(fill(words, values))}</a>`,
    ),
    text: put(filled, ({ words, url }) =>
      drawsLinks ? `[${fill(words, values)}](${url})` : `${fill(words, values)} (${url})`,
    ),
  };
}

function drawCoupon(block: Extract<Block, { kind: 'coupon' }>, values: Readonly<Record<string, string>>): Drawn | null {
  const code = fill(block.code, values).trim();
  if (code === '') return null;
  const [title, note] = [fill(block.title, values), fill(block.note ?? '', values)];
  return {
    html: `<table role="presentation" width="100%" style="border:1px dashed #b45309;border-radius:8px;margin:0 0 20px;background:#fffbeb"><tr><td align="center" style="padding:16px">${escapeHtml(title)}<br><b style="font-size:22px;letter-spacing:2px">${escapeHtml(code)}</b>${note ? `<br><span style="font-size:13px;color:#78716c">${escapeHtml(note)}</span>` : ''}</td></tr></table>`,
    text: [`${title} ${code}`.trim(), note].filter(Boolean).join('\n'),
  };
}

/** The markup was made harmless when it was saved; what is filled in is only text. */
function drawHtml(html: string, values: Readonly<Record<string, string>>, follow: (target: string) => string): Drawn {
  const escaped = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, escapeHtml(value)]));
  const followed = html.replace(HREF, (_all, target: string) => `href="${escapeHtml(follow(unescapeHtml(target)))}"`);
  const filled = fill(followed, escaped);
  const text = unescapeHtml(filled.replace(/<(br|\/p|\/h\d|\/tr|\/li|\/div)\b[^>]*>/gi, '\n').replace(/<[^>]*>/g, ''));
  return {
    html: filled,
    text: text
      .replace(/[ \t]+/g, ' ')
      .replace(/\s*\n\s*\n\s*/g, '\n\n')
      .trim(),
  };
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function unescapeHtml(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };
  return text.replace(/&(?:#(\d{1,7})|(\w+));/g, (all, code: string | undefined, name: string | undefined) =>
    code ? String.fromCodePoint(Math.min(0x10ffff, Number(code))) : (named[name ?? ''] ?? all),
  );
}

/** Nothing that ends a header. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 250);
}
