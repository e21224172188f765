import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { SandboxModal, SlackAction, SlackActionResult } from '../../contract.ts';
import { Blocks } from '../blocks/blocks.tsx';
import type { Block, Values, View } from '../blocks/kit.ts';
import { PlainText } from '../blocks/plain-text.tsx';
import { type Surface, SurfaceProvider } from '../blocks/surface.ts';
import { valuesOf, withValue } from '../blocks/values.ts';
import { AppMark } from '../shared/app-mark.tsx';
import { Button } from '../shared/button.tsx';
import { Dialog } from '../shared/dialog.tsx';
import { Icon } from '../shared/icon.tsx';
import { useSlack } from '../shared/slack-context.ts';
import { loadedOptions } from './loaded-options.ts';

type Props = {
  /** The person's open modals; the last is on top, and there is at least one. */
  stack: SandboxModal[];
  act(action: SlackAction): Promise<SlackActionResult>;
};

/** The top of a person's stack of modals. What is put into each is kept while others lie on top of it. */
export function Modal({ stack, act }: Props) {
  const modal = stack.at(-1) as SandboxModal;
  const view = modal.view as View;
  const blocks = view.blocks as Block[];
  const { channel, appName } = useSlack();
  const [edits, setEdits] = useState<Record<string, Values>>({});
  // Fields that were touched since the app refused them.
  const [mended, setMended] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [attempts, setAttempts] = useState(0);
  const body = useRef<HTMLDivElement>(null);
  const titleId = useId();

  const values = valuesOf(blocks, edits[modal.id] ?? {}, channel);
  const errors = Object.fromEntries(
    Object.entries(modal.errors).filter(([blockId]) => !mended.has(blockId)),
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is another view that begins anew.
  useEffect(() => {
    setMended(new Set());
    setFailure(undefined);
    focusFirst(body.current);
  }, [modal.id]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is an update that may bring the first field.
  useEffect(() => {
    if (!body.current?.contains(document.activeElement)) focusFirst(body.current);
  }, [modal.hash]);

  useEffect(() => {
    if (attempts > 0) body.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempts]);

  const surface: Surface = {
    values,
    errors,
    change: ({ blockId, actionId }, value) => {
      setEdits((all) => ({
        ...all,
        [modal.id]: withValue(all[modal.id] ?? {}, blockId, actionId, value),
      }));
      setMended((before) => new Set([...before, blockId]));
    },
    act: async ({ blockId, actionId }, payload, value) => {
      const result = await act({
        type: 'click',
        source: { kind: 'view', viewId: modal.id },
        blockId,
        actionId,
        payload,
        values: value ? withValue(values, blockId, actionId, value) : values,
      });
      setFailure(result.ok ? undefined : result.error);
    },
    options: async ({ blockId, actionId }, query) =>
      loadedOptions(await act({ type: 'options', viewId: modal.id, blockId, actionId, query })),
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || !view.submit) return;
    setMended(new Set());
    setFailure(undefined);
    setBusy(true);
    const result = await act({ type: 'submit', viewId: modal.id, values });
    setBusy(false);
    if (!result.ok) setFailure(result.error);
    setAttempts((before) => before + 1);
  };
  const close = async (viewIds: string[]) => {
    for (const viewId of viewIds) await act({ type: 'close', viewId });
  };
  const closeAll = () => close(stack.map(({ id }) => id).reverse());

  return (
    <Dialog labelledBy={titleId} className="modal" onCancel={() => close([modal.id])}>
      <form className="modal-form" noValidate onSubmit={submit} aria-busy={busy}>
        <header className="modal-header">
          {stack.length > 1 ? (
            <button
              type="button"
              className="icon-button"
              aria-label="Back"
              onClick={() => close([modal.id])}
            >
              <Icon name="back" />
            </button>
          ) : (
            <AppMark size="small" />
          )}
          <h2 id={titleId} className="modal-title">
            <PlainText text={view.title.text} />
          </h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={closeAll}>
            <Icon name="close" />
          </button>
        </header>
        <div ref={body} className="modal-body" key={modal.id}>
          {failure && (
            <p role="alert" className="modal-failure">
              <Icon name="warning" />
              {failure}
            </p>
          )}
          <SurfaceProvider value={surface}>
            <Blocks blocks={blocks} />
          </SurfaceProvider>
        </div>
        <footer className="modal-footer">
          <span className="modal-app">{appName}</span>
          <Button onClick={() => close([modal.id])}>{view.close?.text ?? 'Close'}</Button>
          {view.submit && (
            <Button type="submit" look="primary" busy={busy}>
              <PlainText text={view.submit.text} />
            </Button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}

/** Of radio buttons the one that is chosen, as when one tabs to them. */
function firstField(body: HTMLElement | null): HTMLElement | null | undefined {
  const first = body?.querySelector<HTMLElement>('input, textarea');
  return first?.closest('fieldset')?.querySelector<HTMLElement>('[type="radio"]:checked') ?? first;
}

function focusFirst(body: HTMLElement | null): void {
  const wanted =
    body?.querySelector<HTMLElement>('[data-focus-on-load="true"]') ??
    firstField(body) ??
    body?.querySelector<HTMLElement>('button') ??
    body?.closest('dialog')?.querySelector<HTMLElement>('.modal-footer .button:last-child');
  wanted?.focus();
}
