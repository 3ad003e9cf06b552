import type { Outgoing } from '../../../kernel/outgoing.ts';
import type { Settings } from './ways.ts';
import { answerIn, wechatCaller, type Answer, type Attached } from './wechat.ts';

interface Draft {
  title: string;
  digest: string;
  /** Harmless markup. */
  html: string;
  /** Where "read the original" leads; null where everybody cannot read it yet. */
  sourceUrl: string | null;
  picture: Attached;
}

/** `unknown`: the answer to the last call did not come, and the draft may be there. */
type Drafted = { outcome: 'drafted' } | { outcome: 'refused' | 'unknown'; answer: string };

/** Of the pictures within an article WeChat takes these alone. */
const IN_TEXT = new Set(['image/jpeg', 'image/png']);

/**
 * Official Account: the cover becomes a permanent material (material/add_material), the same picture within the text an
 * address of WeChat's own (media/uploadimg; others are filtered), and the article a draft (draft/add).
 */
export async function addDraft(settings: Settings, outgoing: Outgoing, draft: Draft): Promise<Drafted> {
  const call = wechatCaller(settings, outgoing);
  const cover = await call('/cgi-bin/material/add_material?type=image', draft.picture);
  const thumb = textIn(cover, 'media_id');
  if (thumb === null) return { outcome: 'refused', answer: answerIn(cover) };
  let shown = '';
  if (IN_TEXT.has(draft.picture.type)) {
    const uploaded = await call('/cgi-bin/media/uploadimg', draft.picture);
    const url = textIn(uploaded, 'url');
    if (url === null) return { outcome: 'refused', answer: answerIn(uploaded) };
    shown = `<p><img src="${url.replace(/["<>&]/g, encodeURIComponent)}"></p>`;
  }
  const article = {
    article_type: 'news',
    title: draft.title,
    digest: draft.digest,
    content: shown + draft.html,
    ...(draft.sourceUrl === null ? {} : { content_source_url: draft.sourceUrl }),
    thumb_media_id: thumb,
    need_open_comment: 0,
    only_fans_can_comment: 0,
  };
  const added = await call('/cgi-bin/draft/add', { articles: [article] });
  if (textIn(added, 'media_id') !== null) return { outcome: 'drafted' };
  const unknown = 'failed' in added && added.failed.outcome === 'unknown';
  return { outcome: unknown ? 'unknown' : 'refused', answer: answerIn(added) };
}

function textIn(answer: Answer, name: string): string | null {
  const value = 'reply' in answer && (answer.reply.errcode ?? 0) === 0 ? answer.reply[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : null;
}
