import sanitizeHtml from 'sanitize-html';
import { refusals } from '../../../kernel/errors.ts';
import { careErrors } from '../errors-contract.ts';
import { linksOf } from '../rules/compose.ts';
import { isLink } from '../rules/mail-checks.ts';
import { problemOfTags } from '../rules/merge-tags.ts';
import { hasSubject, tongues } from '../shapes-contract.ts';
import type { Block, Content, TemplateChannel, Wording } from './contract.ts';
import { mergeFields } from './fields.ts';

const refuse = refusals(careErrors);

/** The words as they are kept: harmless markup, known fields, links that lead to the web. */
export function admitContent(channel: TemplateChannel, given: Content): Content {
  const content: Content = {};
  for (const tongue of tongues) {
    const wording = given[tongue];
    if (wording) content[tongue] = admitWording(channel, wording, `content.${tongue}`);
  }
  if (Object.keys(content).length === 0) throw refuse('TEMPLATE_EMPTY', { path: 'content' });
  return content;
}

function admitWording(channel: TemplateChannel, given: Wording, path: string): Wording {
  const blocks = given.blocks.map((block): Block =>
    block.kind === 'html' ? { ...block, html: harmless(block.html) } : block,
  );
  const wording = { ...given, blocks };
  if (blocks.length === 0 || (hasSubject(channel) && given.subject === '')) throw refuse('TEMPLATE_EMPTY', { path });
  const known = mergeFields();
  for (const text of textsOf(wording)) {
    const problem = problemOfTags(text, known);
    if (problem?.problem === 'unknown') throw refuse('TEMPLATE_TAG_UNKNOWN', { path, tag: problem.tag });
    if (problem) throw refuse('TEMPLATE_TAG_BROKEN', { path, tag: problem.tag });
  }
  const pictures = blocks.flatMap((block) => (block.kind === 'image' ? [block.src] : []));
  const links = linksOf(wording).map(({ target }) => target);
  const wrong = links.find((link) => !isLink(link)) ?? pictures.find((src) => !isPicture(src));
  if (wrong !== undefined) throw refuse('TEMPLATE_LINK_UNFIT', { path, link: wrong.slice(0, 80) });
  return wording;
}

function textsOf({ subject, preheader, blocks }: Wording): string[] {
  return [
    subject,
    preheader,
    ...blocks.flatMap((block) => {
      if (block.kind === 'coupon') return [block.title, block.code, block.note ?? ''];
      if (block.kind === 'html') return [block.html];
      return block.kind === 'heading' || block.kind === 'text' || block.kind === 'button' ? [block.text] : [];
    }),
  ];
}

function isPicture(src: string): boolean {
  return /^https:\/\/[^\s"'<>{}]+$/.test(src) || /^data:image\/(png|jpeg|gif);base64,[A-Za-z0-9+/=]+$/.test(src);
}

/** What mailboxes draw, and nothing that runs, reaches out or asks for input. */
function harmless(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: [
      'h1',
      'h2',
      'h3',
      'h4',
      'p',
      'a',
      'ul',
      'ol',
      'li',
      'b',
      'strong',
      'i',
      'em',
      'u',
      's',
      'br',
      'hr',
      'div',
      'span',
      'table',
      'tbody',
      'thead',
      'tr',
      'td',
      'th',
      'img',
      'blockquote',
      'center',
      'font',
    ],
    allowedAttributes: {
      '*': ['style', 'align', 'valign', 'width', 'height', 'bgcolor', 'cellpadding', 'cellspacing', 'border', 'role'],
      a: ['href', 'title'],
      img: ['src', 'alt'],
      font: ['color', 'size', 'face'],
    },
    allowedStyles: {
      '*': { '*': [/^(?!.*(?:url|expression|@import|javascript))[\w\s#%.,()'"-]+$/i] },
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['https'] },
    disallowedTagsMode: 'discard',
  });
}
