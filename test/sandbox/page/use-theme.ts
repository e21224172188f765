import { useEffect, useState, useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';

const key = 'sandbox-theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');

/** The theme: what was chosen here before, else the system's, also when that changes. */
export function useTheme(): { theme: Theme; toggle(): void } {
  const [chosen, setChosen] = useState(() => stored());
  const dark = useSyncExternalStore(followSystem, () => system.matches);
  const theme = chosen ?? (dark ? 'dark' : 'light');

  useEffect(() => {
    document.documentElement.setAttribute('data-theme', theme);
  }, [theme]);

  const toggle = () => {
    const next = theme === 'dark' ? 'light' : 'dark';
    localStorage.setItem(key, next);
    setChosen(next);
  };
  return { theme, toggle };
}

function followSystem(changed: () => void): () => void {
  system.addEventListener('change', changed);
  return () => system.removeEventListener('change', changed);
}

function stored(): Theme | undefined {
  const theme = localStorage.getItem(key);
  return theme === 'light' || theme === 'dark' ? theme : undefined;
}
