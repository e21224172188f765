import type { MultiExternalSelect, ExternalSelect as SlackExternalSelect } from '@slack/types';
import { useEffect, useRef, useState } from 'react';
import { type LoadedOptions, useSurface } from '../blocks/surface.ts';
import type { ElementProps } from './field.ts';
import { OptionSelect } from './option-select.tsx';

/** How long to wait for the next letter before the app is asked, in milliseconds. */
const pause = 150;

/** A menu whose options the app is asked for while a person types. */
export function ExternalSelect({
  placed,
  field,
}: ElementProps<SlackExternalSelect | MultiExternalSelect>) {
  const surface = useSurface();
  const [loaded, setLoaded] = useState<LoadedOptions>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(0);
  const { min_query_length = 3 } = placed.element;
  const [tooShort, setTooShort] = useState(min_query_length > 0);

  useEffect(() => () => clearTimeout(timer.current), []);

  const search = (words: string) => {
    clearTimeout(timer.current);
    latest.current += 1;
    const asked = latest.current;
    setLoaded(undefined);
    setTooShort(words.length < min_query_length);
    if (words.length < min_query_length) return;
    timer.current = setTimeout(
      async () => {
        const answer = await surface.options(placed, words);
        // An answer to an earlier question may come later than this one's.
        if (asked === latest.current) setLoaded(answer);
      },
      words === '' ? 0 : pause,
    );
  };

  const note = tooShort
    ? `Type at least ${min_query_length} ${min_query_length === 1 ? 'letter' : 'letters'}.`
    : loaded === undefined
      ? 'Loading…'
      : 'problem' in loaded
        ? loaded.problem
        : undefined;
  return (
    <OptionSelect
      placed={placed}
      field={field}
      groups={loaded && 'groups' in loaded ? loaded.groups : []}
      onSearch={search}
      note={note}
    />
  );
}
