import type { ReactNode } from 'react';

export type Tab<Id extends string> = { id: Id; words: ReactNode };

type Props<Id extends string> = {
  label: string;
  tabs: readonly Tab<Id>[];
  selected: Id;
  onSelect: (id: NoInfer<Id>) => void;
};

/** A row of buttons of which one is pressed: what it names is shown. */
export function Tabs<Id extends string>({ label, tabs, selected, onSelect }: Props<Id>) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          className="tab"
          data-tab={tab.id}
          aria-current={tab.id === selected ? 'true' : undefined}
          onClick={() => onSelect(tab.id)}
        >
          {tab.words}
        </button>
      ))}
    </nav>
  );
}
