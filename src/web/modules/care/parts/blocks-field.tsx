import { ActionIcon, Button, FileButton, Menu, Textarea, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { toastProblem } from '../../../kit/toast.tsx';
import type { Block } from '../api.ts';
import classes from './editor.module.css';

const KINDS = ['heading', 'text', 'button', 'image', 'coupon', 'divider', 'html'] as const;
const PLAIN_KINDS = ['text'] as const;
const FIELDS = [
  'salutation',
  'name',
  'shop',
  'owner',
  'offer',
  'occasion',
  'date',
  'years',
  'product',
  'coupon',
] as const;
/** With its mail, so that a picture makes no mail too heavy. */
const MOST_PICTURE_BYTES = 150_000;

interface BlocksProps {
  /** Words alone: an SMS, a letter. */
  plain: boolean;
  blocks: readonly Block[];
  onChange: (blocks: Block[]) => void;
}

/** Pieces one below the other, each with its fields; they move by two buttons, so that the keyboard can. */
export function BlocksField({ plain, blocks, onChange }: BlocksProps): ReactNode {
  const { t } = useTranslation('care');
  const move = (from: number, to: number) => {
    const next = [...blocks];
    next.splice(to, 0, ...next.splice(from, 1));
    onChange(next);
  };
  return (
    <>
      <ol className={classes.blocks}>
        {blocks.map((block, n) => (
          // A block has no name of its own: its place is what it is.
          // eslint-disable-next-line react/no-array-index-key
          <li key={n} className={classes.block}>
            <div className={classes.blockHead}>
              <span>{t(`block.${block.kind}`)}</span>
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={n === 0}
                aria-label={t('block.up', { n: n + 1 })}
                onClick={() => move(n, n - 1)}
              >
                <IconArrowUp size={16} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={n === blocks.length - 1}
                aria-label={t('block.down', { n: n + 1 })}
                onClick={() => move(n, n + 1)}
              >
                <IconArrowDown size={16} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={blocks.length === 1}
                aria-label={t('block.remove', { n: n + 1 })}
                onClick={() => onChange(blocks.filter((_one, place) => place !== n))}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </div>
            <BlockFields
              n={n + 1}
              block={block}
              onChange={(next) => onChange(blocks.map((one, place) => (place === n ? next : one)))}
            />
          </li>
        ))}
      </ol>
      <Menu>
        <Menu.Target>
          <Button variant="default" leftSection={<IconPlus size={16} />}>
            {t('block.add')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(plain ? PLAIN_KINDS : KINDS).map((kind) => (
            <Menu.Item key={kind} onClick={() => onChange([...blocks, blankBlock(kind)])}>
              {t(`block.${kind}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

function BlockFields({ n, block, onChange }: { n: number; block: Block; onChange: (block: Block) => void }): ReactNode {
  const { t } = useTranslation('care');
  const named = (key: string) => t('block.named', { field: t(`block.${key}`), n });
  switch (block.kind) {
    case 'heading':
      return (
        <TextInput
          aria-label={named('heading')}
          maxLength={200}
          value={block.text}
          onChange={(event) => onChange({ ...block, text: event.currentTarget.value })}
        />
      );
    case 'text':
      return <TextBlock label={named('text')} text={block.text} onChange={(text) => onChange({ ...block, text })} />;
    case 'button':
      return (
        <div className={classes.fields}>
          <TextInput
            aria-label={named('words')}
            placeholder={t('block.words')}
            maxLength={60}
            value={block.text}
            onChange={(event) => onChange({ ...block, text: event.currentTarget.value })}
          />
          <TextInput
            aria-label={named('link')}
            placeholder="https://"
            type="url"
            maxLength={1000}
            value={block.link}
            onChange={(event) => onChange({ ...block, link: event.currentTarget.value })}
          />
          <TextInput
            aria-label={named('tag')}
            placeholder={t('block.tag')}
            description={t('block.tagAbout')}
            maxLength={60}
            value={block.tag ?? ''}
            onChange={(event) => onChange({ ...block, tag: event.currentTarget.value || null })}
          />
        </div>
      );
    case 'image':
      return <ImageBlock label={named} block={block} onChange={onChange} />;
    case 'coupon':
      return (
        <div className={classes.fields}>
          <TextInput
            aria-label={named('couponTitle')}
            placeholder={t('block.couponTitle')}
            maxLength={100}
            value={block.title}
            onChange={(event) => onChange({ ...block, title: event.currentTarget.value })}
          />
          <TextInput
            aria-label={named('code')}
            placeholder={t('block.code')}
            maxLength={60}
            value={block.code}
            onChange={(event) => onChange({ ...block, code: event.currentTarget.value })}
          />
        </div>
      );
    case 'html':
      return (
        <Textarea
          aria-label={named('html')}
          description={t('block.htmlAbout')}
          autosize
          minRows={4}
          maxRows={14}
          maxLength={100_000}
          value={block.html}
          onChange={(event) => onChange({ ...block, html: event.currentTarget.value })}
        />
      );
    case 'divider':
      return <hr />;
  }
}

function TextBlock({
  label,
  text,
  onChange,
}: {
  label: string;
  text: string;
  onChange: (text: string) => void;
}): ReactNode {
  const { t } = useTranslation('care');
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (field: string) => {
    const at = area.current?.selectionStart ?? text.length;
    onChange(`${text.slice(0, at)}{{${field}}}${text.slice(area.current?.selectionEnd ?? at)}`);
    area.current?.focus();
  };
  return (
    <div className={classes.fields}>
      <Textarea
        ref={area}
        aria-label={label}
        autosize
        minRows={3}
        maxRows={14}
        maxLength={5000}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <div className={classes.chips} role="group" aria-label={t('block.fields')}>
        {FIELDS.map((field) => (
          <Button key={field} variant="light" size="compact-xs" onClick={() => insert(field)}>
            {t(`tag.${field}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}

type ImageOf = Extract<Block, { kind: 'image' }>;

function ImageBlock({
  label,
  block,
  onChange,
}: {
  label: (key: string) => string;
  block: ImageOf;
  onChange: (block: Block) => void;
}): ReactNode {
  const { t } = useTranslation('care');
  const take = (file: File | null) => {
    if (!file) return;
    if (file.size > MOST_PICTURE_BYTES) return toastProblem(t('block.pictureLarge'));
    const reader = new FileReader();
    reader.addEventListener('load', () => onChange({ ...block, src: String(reader.result) }));
    reader.readAsDataURL(file);
  };
  const embedded = block.src.startsWith('data:');
  return (
    <div className={classes.fields}>
      {embedded && <img src={block.src} alt={block.alt} style={{ maxWidth: '100%', maxHeight: 160 }} />}
      <FileButton onChange={take} accept="image/png,image/jpeg,image/gif">
        {(props) => (
          <Button {...props} variant="default">
            {t('block.choosePicture')}
          </Button>
        )}
      </FileButton>
      {!embedded && (
        <TextInput
          aria-label={label('src')}
          placeholder="https://"
          type="url"
          value={block.src}
          onChange={(event) => onChange({ ...block, src: event.currentTarget.value })}
        />
      )}
      <TextInput
        aria-label={label('alt')}
        placeholder={t('block.alt')}
        maxLength={200}
        value={block.alt}
        onChange={(event) => onChange({ ...block, alt: event.currentTarget.value })}
      />
    </div>
  );
}

function blankBlock(kind: Block['kind']): Block {
  switch (kind) {
    case 'heading':
    case 'text':
      return { kind, text: '' };
    case 'button':
      return { kind, text: '', link: 'https://' };
    case 'image':
      return { kind, src: '', alt: '' };
    case 'coupon':
      return { kind, title: '', code: '{{coupon}}' };
    case 'html':
      return { kind, html: '' };
    case 'divider':
      return { kind };
  }
}
