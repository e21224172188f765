import type { ConfirmationDialog } from '@slack/types';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from './confirm-dialog.tsx';

/** Asks before something is done, if the app wants it asked. `dialog` goes beside the element. */
export function useConfirm(confirm: ConfirmationDialog | undefined): {
  ask(action: () => void): void;
  dialog: ReactNode;
} {
  const [pending, setPending] = useState<{ action: () => void }>();
  return {
    ask: (action) => (confirm ? setPending({ action }) : action()),
    dialog: confirm && pending && (
      <ConfirmDialog
        confirm={confirm}
        onAnswer={(yes) => {
          setPending(undefined);
          if (yes) pending.action();
        }}
      />
    ),
  };
}
