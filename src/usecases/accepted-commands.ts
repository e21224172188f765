import { createReference, withReference } from '../utils/request-reference.ts';
import { acceptedCommands as limits } from './limits.ts';
import type { AcceptedCommand, AcceptedCommands, TypedCommand } from './ports/accepted-commands.ts';

/** Finishes a command that its process has left; `carryOut` and `giveUp` end with `forget` once the person knows what came of it. */
export type CommandEnds = {
  carryOut: (command: TypedCommand) => Promise<void>;
  /** It is too old, or unreadable: the person is told that it was not finished. */
  giveUp: (command: AcceptedCommand) => Promise<void>;
};

export type AcceptCommands = ReturnType<typeof createAcceptCommands>;

/**
 * Keeps commands from the moment that Slack is told they are accepted until they are carried out, or their author knows why not,
 * whatever becomes of the process.
 */
export function createAcceptCommands(deps: {
  acceptedCommands: AcceptedCommands;
  onFailed: (error: unknown) => void;
  now: () => number;
  /** Milliseconds; the limit's own unless a test shortens it. */
  lease?: number | undefined;
}) {
  const { acceptedCommands, onFailed, now, lease = limits.lease } = deps;
  return {
    /** Stores a command that the caller goes on with. Throws when it is not stored; then it must not be acknowledged. */
    accept: (command: TypedCommand): Promise<void> =>
      acceptedCommands.add(command, now(), now() + lease),

    /** Ends one that nothing is left to do for, or to tell of; `id` is what `submissionKey` says. */
    forget: (id: string): Promise<void> => acceptedCommands.remove(id),

    /** Finishes what dead processes have left. What fails is taken up again after its lease. */
    takeUp: async ({ carryOut, giveUp }: CommandEnds): Promise<void> => {
      const claimed = await acceptedCommands.claim(now(), now() + lease, limits.claimSize);
      const finish = async (command: AcceptedCommand): Promise<void> => {
        try {
          const { typed, at } = command;
          if (typed && at > now() - limits.giveUpAfter) await carryOut(typed);
          else await giveUp(command);
        } catch (error) {
          onFailed(error);
        }
      };
      await Promise.all(
        claimed.map((each) => withReference(createReference(), () => finish(each))),
      );
    },
  };
}
