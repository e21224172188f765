import { AppMark } from '../shared/app-mark.tsx';
import { Avatar } from '../shared/avatar.tsx';
import type { Completion } from './completions.ts';

type Props = {
  id: string;
  completions: Completion[];
  active: Completion | undefined;
  onChoose(completion: Completion): void;
};

/** What could be meant, above the composer. */
export function CompletionList({ id, completions, active, onChoose }: Props) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Suggestions"
      className="completions"
      hidden={completions.length === 0}
    >
      {completions.map((completion) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the composer has the focus and takes the keys.
        <div
          key={completion.id}
          id={`${id}${completion.id}`}
          role="option"
          aria-selected={completion === active}
          tabIndex={-1}
          className="popup-choice"
          data-active={completion === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(completion)}
        >
          {completion.user ? <Avatar user={completion.user} /> : <AppMark size="small" />}
          <span className="popup-words">{completion.words}</span>
          <span className="popup-hint">{completion.hint}</span>
        </div>
      ))}
    </div>
  );
}
