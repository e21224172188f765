import type { PiperToken } from '../../contract.ts';
import { Token } from './token.tsx';

/** Platform tokens, as somebody sees them in Piper's settings: to connect a workspace with. */
export function Tokens({ tokens }: { tokens: PiperToken[] }) {
  return (
    <>
      <p className="drawer-note">Copy one, and paste it into the form that connects a workspace.</p>
      <ul className="members">
        {tokens.map((token) => (
          <Token key={token.token} token={token} />
        ))}
      </ul>
    </>
  );
}
