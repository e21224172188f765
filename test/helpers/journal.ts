/** Every call that leaves the product, in the order in which it arrives: the tests' view of the outside. */
export type Call = {
  to: 'slack' | 'piper';
  name: string;
  /** What the call was made with; the workspace of its path where it is a response URL. */
  token: string;
  body: Record<string, unknown>;
};

export type Journal = ReturnType<typeof createJournal>;

export function createJournal() {
  const calls: Call[] = [];
  const ever: Call[] = [];
  return {
    calls,
    /** Those that were cleared, too. */
    ever,
    record: (call: Call) => {
      calls.push(call);
      ever.push(call);
    },
    /** Such as `['slack views.open', 'piper GET roles']`. */
    names: () => calls.map(({ to, name }) => `${to} ${name}`),
    of: (name: string) => calls.filter((call) => call.name === name).map(({ body }) => body),
    /** All calls of a name, those that were cleared included. */
    everOf: (name: string) => ever.filter((call) => call.name === name),
    clear: () => {
      calls.length = 0;
    },
  };
}
