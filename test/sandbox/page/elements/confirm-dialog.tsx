import type { ConfirmationDialog } from '@slack/types';
import { useId } from 'react';
import { PlainText } from '../blocks/plain-text.tsx';
import { Words } from '../blocks/words.tsx';
import { Button } from '../shared/button.tsx';
import { Dialog } from '../shared/dialog.tsx';

/** "Are you sure?", in the app's words. */
export function ConfirmDialog({
  confirm,
  onAnswer,
}: {
  confirm: ConfirmationDialog;
  onAnswer(yes: boolean): void;
}) {
  const titleId = useId();
  return (
    <Dialog labelledBy={titleId} className="confirm" onCancel={() => onAnswer(false)}>
      <h2 id={titleId} className="confirm-title">
        <PlainText text={confirm.title?.text ?? 'Are you sure?'} />
      </h2>
      <Words text={confirm.text} />
      <div className="confirm-answers">
        <Button onClick={() => onAnswer(false)}>{confirm.deny?.text ?? 'Cancel'}</Button>
        <Button look={confirm.style ?? 'primary'} onClick={() => onAnswer(true)}>
          {confirm.confirm?.text ?? 'Yes'}
        </Button>
      </div>
    </Dialog>
  );
}
