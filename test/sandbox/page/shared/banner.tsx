import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** Something that everybody has to know now. */
export function Banner({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className="banner">
      <Icon name="warning" />
      <span>{children}</span>
    </div>
  );
}
