import { createContext, useContext } from 'react';
import type { Option, Placed, Value, Values } from './kit.ts';

/** What blocks need of the message or modal that they are in. */
export type Surface = {
  values: Values;
  /** Block id → words. */
  errors: Record<string, string>;
  /** Keeps what a person put in. */
  change(placed: Placed, value: Value): void;
  /** Tells the app what a person did (`block_actions`). */
  act(placed: Placed, payload: Record<string, unknown>, value?: Value): void;
  /** Asks the app for the options of an external menu; answers what it sent. */
  options(placed: Placed, query: string): Promise<LoadedOptions>;
};

/** What the app answered to a question for options, or why there is nothing. */
export type LoadedOptions =
  | { groups: { label?: string; options: Option[] }[] }
  | { problem: string };

const context = createContext<Surface | undefined>(undefined);

export const SurfaceProvider = context.Provider;

export function useSurface(): Surface {
  const surface = useContext(context);
  if (!surface) throw new Error('Blocks are drawn inside a SurfaceProvider.');
  return surface;
}
