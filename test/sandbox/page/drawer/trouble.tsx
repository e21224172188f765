import { useId } from 'react';
import { type PiperFault, piperFaults } from '../../contract.ts';
import { api } from '../api.ts';
import { faultWords } from './fault-words.ts';

const latencies: [milliseconds: number, words: string][] = [
  [0, 'at once'],
  [1_000, 'after 1 second'],
  [2_500, 'after 2.5 seconds'],
  [5_000, 'after 5 seconds'],
  [15_000, 'after 15 seconds'],
];

/** How Piper behaves: what goes wrong, and how long it takes. */
export function Trouble({ fault, latency }: { fault: PiperFault; latency: number }) {
  const faultId = useId();
  const latencyId = useId();
  const others: typeof latencies = latencies.some(([known]) => known === latency)
    ? []
    : [[latency, `after ${latency} ms`]];
  return (
    <div className="trouble" data-on={fault !== 'none'}>
      <label htmlFor={faultId}>Piper</label>
      <select
        id={faultId}
        className="native-select"
        value={fault}
        onChange={(event) =>
          api.change({ type: 'fault', fault: event.currentTarget.value as PiperFault })
        }
      >
        {piperFaults.map((one) => (
          <option key={one} value={one}>
            {faultWords[one]}
          </option>
        ))}
      </select>
      <label htmlFor={latencyId}>Answers</label>
      <select
        id={latencyId}
        className="native-select"
        value={latency}
        onChange={(event) =>
          api.change({ type: 'latency', latency: Number(event.currentTarget.value) })
        }
      >
        {[...latencies, ...others].map(([milliseconds, words]) => (
          <option key={milliseconds} value={milliseconds}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
