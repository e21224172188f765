/** Every call that leaves the product, in the order in which it arrives: the tests' view of the outside. */
export type Call = { to: 'slack' | 'piper'; name: string; body: Record<string, unknown> };

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
    clear: () => {
      calls.length = 0;
    },
  };
}
