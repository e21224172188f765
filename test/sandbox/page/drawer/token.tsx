import { useState } from 'react';
import type { PiperToken } from '../../contract.ts';
import { api } from '../api.ts';

/** One token: what it can do, to copy or to revoke. */
export function Token({ token: { token, name, words, isRevoked } }: { token: PiperToken }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(token);
    setCopied(true);
  };
  const copyWords = copied ? 'Copied' : 'Copy';
  return (
    <li className="member">
      <div className="member-line">
        <span className="member-email">{name}</span>
        {isRevoked ? (
          <span className="status" data-status="revoked">
            revoked
          </span>
        ) : (
          <div className="member-actions">
            <button
              type="button"
              className="quiet-button"
              aria-label={`${copyWords} ${name}`}
              onClick={copy}
              onBlur={() => setCopied(false)}
            >
              {copyWords}
            </button>
            <button
              type="button"
              className="quiet-button"
              aria-label={`Revoke ${name}`}
              onClick={() => api.change({ type: 'revoke', token })}
            >
              Revoke
            </button>
          </div>
        )}
      </div>
      <p className="member-what">{words}</p>
      <code className="token-secret">{token}</code>
    </li>
  );
}
