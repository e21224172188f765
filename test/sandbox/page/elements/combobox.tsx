import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Icon } from '../shared/icon.tsx';
import { useAnchor } from '../shared/use-anchor.ts';
import { controlProps, type Field } from './field.ts';

/** Something to choose. */
export type Choice = {
  id: string;
  label: string;
  /** Said more quietly behind the label. */
  hint?: string | undefined;
  picture?: ReactNode;
};

export type ChoiceGroup = { label?: string | undefined; choices: Choice[] };

type Props = {
  field: Field;
  groups: ChoiceGroup[];
  chosen: Choice[];
  onChoose(choices: Choice[]): void;
  multiple?: boolean;
  max?: number | undefined;
  placeholder?: string | undefined;
  focusOnLoad?: boolean | undefined;
  /** The groups come from elsewhere, for these words: they are shown as they are. */
  onSearch?(words: string): void;
  /** Said instead of choices: that they are loading, or why there are none. */
  note?: string | undefined;
};

/** A menu to search and choose from, one or many, wholly usable with the keyboard. */
export function Combobox(props: Props) {
  const { field, chosen, onChoose, multiple = false, max, placeholder, onSearch, note } = props;
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState<string>();
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const style = useAnchor(box, open);

  const isChosen = (choice: Choice) => chosen.some((other) => other.id === choice.id);
  const groups = shown(props, words, isChosen);
  const choices = groups.flatMap((group) => group.choices);
  const full = multiple && max !== undefined && chosen.length >= max;
  const message = full
    ? `You can choose up to ${max}.`
    : (note ?? (choices.length === 0 ? 'Nothing found.' : undefined));
  const active =
    open && message === undefined ? choices[Math.min(at, choices.length - 1)] : undefined;
  const optionId = (choice: Choice) => `${listId}${choice.id}`;

  const activeId = active && optionId(active);
  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  const show = () => {
    if (open) return;
    setOpen(true);
    setAt(Math.max(0, multiple ? 0 : choices.findIndex(isChosen)));
    onSearch?.('');
  };
  const hide = () => {
    setOpen(false);
    setWords(undefined);
  };
  const search = (next: string) => {
    setOpen(true);
    setWords(next);
    setAt(0);
    onSearch?.(next);
  };
  const choose = (choice: Choice) => {
    onChoose(multiple ? [...chosen, choice] : [choice]);
    if (!multiple) return hide();
    setWords(undefined);
    setAt(0);
    if (words) onSearch?.('');
  };
  const drop = (choice: Choice) => {
    onChoose(chosen.filter((other) => other.id !== choice.id));
    input.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const last = choices.length - 1;
    switch (event.key) {
      case 'ArrowDown':
        event.preventDefault();
        if (open) setAt(at >= last ? 0 : at + 1);
        else show();
        break;
      case 'ArrowUp':
        event.preventDefault();
        if (open) setAt(at <= 0 ? last : at - 1);
        else show();
        break;
      case 'Enter':
        if (!open) break;
        event.preventDefault();
        if (active) choose(active);
        break;
      case 'Escape':
        if (!open) break;
        // Esc closes what is on top: the menu, and only then the modal.
        event.preventDefault();
        event.stopPropagation();
        hide();
        break;
      case 'Backspace': {
        const dropped = multiple && !words ? chosen.at(-1) : undefined;
        if (dropped) drop(dropped);
        break;
      }
    }
  };

  const single = multiple ? undefined : chosen[0];
  return (
    <div className="combobox">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the box only widens the area that a mouse can hit; the input takes the keys. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: as above. */}
      <div
        ref={box}
        className="combobox-box"
        data-invalid={field.invalid}
        onClick={() => {
          input.current?.focus();
          show();
        }}
      >
        {multiple &&
          chosen.map((choice) => (
            <span key={choice.id} className="token">
              {choice.picture}
              <span className="token-words">{choice.label}</span>
              <button
                type="button"
                className="token-drop"
                tabIndex={-1}
                onMouseDown={(event) => event.preventDefault()}
                aria-label={`Remove ${choice.label}`}
                onClick={(event) => {
                  event.stopPropagation();
                  drop(choice);
                }}
              >
                <Icon name="close" />
              </button>
            </span>
          ))}
        {single?.picture && words === undefined && single.picture}
        <input
          {...controlProps(field)}
          ref={input}
          aria-label={field.labelledBy ? undefined : (placeholder ?? 'Choose')}
          type="text"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={listId}
          aria-activedescendant={activeId}
          autoComplete="off"
          spellCheck={false}
          data-focus-on-load={props.focusOnLoad}
          className="combobox-input"
          placeholder={multiple && chosen.length > 0 ? '' : (single?.label ?? placeholder)}
          value={words ?? single?.label ?? ''}
          onChange={(event) => search(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={hide}
        />
        {!multiple && <Icon name="down" />}
      </div>
      <div
        id={listId}
        role="listbox"
        aria-label={placeholder ?? 'Choices'}
        aria-multiselectable={multiple || undefined}
        // Browsers let Tab stop at what scrolls; here the keys are the input's.
        tabIndex={-1}
        className="popup"
        hidden={!open}
        style={style}
      >
        {open && message !== undefined ? (
          <div
            role="option"
            aria-selected={false}
            aria-disabled
            tabIndex={-1}
            className="popup-note"
          >
            {message}
          </div>
        ) : (
          open &&
          groups.map((group, index) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset can't be part of a listbox.
            <div
              key={group.label ?? index}
              role="group"
              aria-label={group.label}
              className="popup-group"
            >
              {group.label && <div className="popup-label">{group.label}</div>}
              {group.choices.map((choice) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the focus and takes the keys.
                <div
                  key={choice.id}
                  id={optionId(choice)}
                  role="option"
                  aria-selected={isChosen(choice)}
                  tabIndex={-1}
                  className="popup-choice"
                  data-active={choice === active}
                  // The input keeps the focus.
                  onMouseDown={(event) => event.preventDefault()}
                  onMouseMove={() => setAt(choices.indexOf(choice))}
                  onClick={() => choose(choice)}
                >
                  {choice.picture}
                  <span className="popup-words">{choice.label}</span>
                  {choice.hint && <span className="popup-hint">{choice.hint}</span>}
                  {!multiple && isChosen(choice) && <Icon name="check" />}
                </div>
              ))}
            </div>
          ))
        )}
      </div>
    </div>
  );
}

/** The groups that match what is typed, without what a multiple menu has already. */
function shown(
  { groups, multiple, onSearch }: Props,
  words: string | undefined,
  isChosen: (choice: Choice) => boolean,
): ChoiceGroup[] {
  const wanted = (onSearch ? '' : (words ?? '')).trim().toLowerCase();
  return groups
    .map(({ label, choices }) => ({
      label,
      choices: choices.filter(
        (choice) =>
          `${choice.label} ${choice.hint ?? ''}`.toLowerCase().includes(wanted) &&
          !(multiple && isChosen(choice)),
      ),
    }))
    .filter((group) => group.choices.length > 0);
}
