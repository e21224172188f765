import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { SandboxChannel } from '../../contract.ts';
import type { AppSurface } from '../app-surface.ts';
import { Icon } from '../shared/icon.tsx';
import { Menu } from '../shared/menu.tsx';
import { useSlack } from '../shared/slack-context.ts';
import { CompletionList } from './completion-list.tsx';
import { completionsOf } from './completions.ts';

type Props = {
  channel: SandboxChannel;
  surface: AppSurface;
  draft: string;
  onDraft(words: string): void;
  /** Sends what was written. */
  onSend(text: string): void;
  onShortcut(shortcut: AppSurface['shortcuts'][number]): void;
  /** What Slack has to say about the last thing that was sent. */
  notice: string | undefined;
};

/** Where a person writes: commands and people are completed while they type. */
export function Composer(props: Props) {
  const { channel, surface, draft, onDraft, onSend, onShortcut, notice } = props;
  const { users } = useSlack();
  const input = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const [at, setAt] = useState(0);
  const [dismissed, setDismissed] = useState<string>();
  const listId = useId();
  const noticeId = useId();

  const found = completionsOf(draft, caret, surface.commands, users);
  const completions = dismissed === draft ? [] : found;
  const active = completions[Math.min(at, completions.length - 1)];
  const usage = surface.commands.find(({ command }) => draft.startsWith(`${command} `));

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is a new draft that may have come from elsewhere.
  useEffect(() => {
    // An example that was chosen elsewhere is written on from here.
    const box = input.current;
    if (!box || box.value === '' || document.activeElement === box) return;
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  }, [draft]);

  const write = (words: string, caretAt: number) => {
    onDraft(words);
    setCaret(caretAt);
    setAt(0);
    setDismissed(undefined);
  };
  const complete = (completion: (typeof completions)[number]) => {
    // At once, since the next letter may be typed before the next frame.
    flushSync(() => write(completion.draft, completion.caret));
    input.current?.focus();
    input.current?.setSelectionRange(completion.caret, completion.caret);
  };
  const send = () => {
    const text = draft.trim();
    if (text !== '') onSend(text);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const last = completions.length - 1;
    if (active && event.key === 'ArrowDown') {
      event.preventDefault();
      setAt(at >= last ? 0 : at + 1);
    } else if (active && event.key === 'ArrowUp') {
      event.preventDefault();
      setAt(at <= 0 ? last : at - 1);
    } else if (active && event.key === 'Escape') {
      event.preventDefault();
      setDismissed(draft);
    } else if (active && event.key === 'Tab' && !event.shiftKey) {
      event.preventDefault();
      complete(active);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      // A command that is written out is sent at once.
      if (active && active.draft.trim() !== draft.trim()) complete(active);
      else send();
    }
  };

  return (
    <div className="composer">
      <p id={noticeId} className="composer-notice" role="status">
        {notice}
      </p>
      {usage && completions.length === 0 && (
        <p className="composer-usage">
          <code>
            {usage.command} {usage.usageHint}
          </code>
          <span>{usage.description}</span>
        </p>
      )}
      <CompletionList id={listId} completions={completions} active={active} onChoose={complete} />
      <form
        className="composer-box"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {surface.shortcuts.length > 0 && (
          <Menu
            label="Shortcuts"
            icon={<Icon name="bolt" />}
            items={surface.shortcuts.map((shortcut) => ({
              id: shortcut.callbackId,
              words: shortcut.name,
              onChoose: () => onShortcut(shortcut),
            }))}
          />
        )}
        <textarea
          ref={input}
          rows={1}
          className="composer-input"
          aria-label={`Message to ${channel.name}`}
          aria-autocomplete="list"
          aria-controls={listId}
          aria-activedescendant={active && `${listId}${active.id}`}
          aria-describedby={notice ? noticeId : undefined}
          placeholder="Write a message, or type / for commands"
          value={draft}
          onChange={({ currentTarget: box }) => write(box.value, box.selectionStart)}
          onSelect={({ currentTarget: box }) => setCaret(box.selectionStart)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" className="send" aria-label="Send" disabled={draft.trim() === ''}>
          <Icon name="send" />
        </button>
      </form>
    </div>
  );
}
