import type { SandboxHome, SlackAction, SlackActionResult } from '../../contract.ts';
import { Blocks } from '../blocks/blocks.tsx';
import type { Block, View } from '../blocks/kit.ts';
import { type Surface, SurfaceProvider } from '../blocks/surface.ts';

type Props = {
  /** What the app has published to this person. */
  home: SandboxHome | undefined;
  act(action: SlackAction): Promise<SlackActionResult>;
  onFailure(words: string): void;
};

/** The Home tab of the app. */
export function Home({ home, act, onFailure }: Props) {
  const blocks = ((home?.view as View | undefined)?.blocks ?? []) as Block[];
  const surface: Surface = {
    values: {},
    errors: {},
    change: () => {},
    act: async ({ blockId, actionId }, payload) => {
      const result = await act({
        type: 'click',
        source: { kind: 'view', viewId: home?.id ?? '' },
        blockId,
        actionId,
        payload,
      });
      if (!result.ok) onFailure(result.error);
    },
    options: async () => ({ problem: 'The sandbox loads options in modals only.' }),
  };
  return (
    <section className="messages home" aria-label="Home">
      <div className="home-content">
        {home ? (
          <SurfaceProvider value={surface}>
            <Blocks blocks={blocks} />
          </SurfaceProvider>
        ) : (
          <p className="drawer-empty">The app has nothing here.</p>
        )}
      </div>
    </section>
  );
}
