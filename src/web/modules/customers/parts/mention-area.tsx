import { Textarea } from '@mantine/core';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import classes from './card.module.css';
import { useColleagues } from './members.ts';
import { mentionAt, withMention } from './mentions.ts';

export { mentionedIn } from './mentions.ts';

interface MentionAreaProps {
  value: string;
  onChange: (value: string) => void;
  /** Ctrl/⌘ Enter. */
  onSend: () => void;
  label: string;
}

const SUGGESTED = 5;

/** A text in which colleagues can be named: @ and the beginning of the name. */
export function MentionArea({ value, onChange, onSend, label }: MentionAreaProps): ReactNode {
  const members = useColleagues();
  const area = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const mention = mentionAt(value, caret);
  const suggested = mention
    ? members.filter(({ name }) => name.toLowerCase().includes(mention.typed.toLowerCase())).slice(0, SUGGESTED)
    : [];
  const choose = (name: string) => {
    if (!mention) return;
    const next = withMention(value, caret, mention, name);
    // The caret can only be set once the new text is there.
    flushSync(() => onChange(next.text));
    setCaret(next.caret);
    area.current?.focus();
    area.current?.setSelectionRange(next.caret, next.caret);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSend();
    } else if (chooses(event) && mention?.typed && suggested[0]) {
      event.preventDefault();
      choose(suggested[0].name);
    }
  };
  return (
    <>
      <Textarea
        ref={area}
        aria-label={label}
        placeholder={label}
        autosize
        minRows={2}
        maxRows={12}
        maxLength={10_000}
        value={value}
        onKeyDown={press}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onChange={(event) => {
          onChange(event.currentTarget.value);
          setCaret(event.currentTarget.selectionStart);
        }}
      />
      {suggested.length > 0 && (
        <div className={classes.suggested}>
          {suggested.map(({ id, name }) => (
            <button key={id} type="button" onClick={() => choose(name)}>
              @{name}
            </button>
          ))}
        </div>
      )}
    </>
  );
}

/** Tab and Enter take the first of those suggested; an Enter that ends the typing of a Chinese word does not. */
function chooses({ key, shiftKey, nativeEvent }: KeyboardEvent): boolean {
  return (key === 'Tab' || key === 'Enter') && !shiftKey && !nativeEvent.isComposing;
}
