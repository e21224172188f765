import type { SandboxCall } from '../../contract.ts';
import { Icon } from '../shared/icon.tsx';

/** One call; it opens to its body and its answer. */
export function Call({ call }: { call: SandboxCall }) {
  const time = new Date(call.at).toLocaleTimeString('en-GB');
  return (
    <li>
      <details className="call">
        <summary>
          <Icon name="right" />
          <span className="call-name">{call.name}</span>
          <span className="call-status" data-failed={call.status === 0 || call.status >= 400}>
            {call.status === 0 ? 'none' : call.status}
          </span>
          <span className="call-facts">
            {time} · {call.from} to {call.to} · {Math.round(call.took)} ms
          </span>
        </summary>
        <Body title="Request" body={call.request} />
        <Body title="Answer" body={call.response} />
      </details>
    </li>
  );
}

function Body({ title, body }: { title: string; body: unknown }) {
  const words = typeof body === 'string' ? body : JSON.stringify(body, undefined, 2);
  return (
    <>
      <h4 className="call-title">{title}</h4>
      <pre className="call-body">{words || 'nothing'}</pre>
    </>
  );
}
