import { useId } from 'react';
import type { PiperFault, PiperScreen, RolePermissions } from '../../contract.ts';
import { api } from '../api.ts';
import { faultGroups } from './fault-words.ts';

const latencies: [milliseconds: number, words: string][] = [
  [0, 'at once'],
  [1_000, 'after 1 second'],
  [2_500, 'after 2.5 seconds'],
  [5_000, 'after 5 seconds'],
  [15_000, 'after 15 seconds'],
];

const rolesCome: [are: RolePermissions, words: string][] = [
  ['told', 'come with their permissions'],
  ['empty', 'come with no permissions listed'],
  ['untold', 'come without the list of permissions'],
];

/** How Piper behaves: what goes wrong, how long it takes, and what it tells of roles. */
export function Trouble({
  fault,
  latency,
  rolePermissions,
}: Omit<PiperScreen, 'organizations' | 'tokens'>) {
  const rolesId = useId();
  const faultId = useId();
  const latencyId = useId();
  const others: typeof latencies = latencies.some(([known]) => known === latency)
    ? []
    : [[latency, `after ${latency} ms`]];
  return (
    <div className="trouble" data-on={fault !== 'none' || rolePermissions !== 'told'}>
      <label htmlFor={faultId}>Piper</label>
      <select
        id={faultId}
        className="native-select"
        value={fault}
        onChange={(event) =>
          api.change({ type: 'fault', fault: event.currentTarget.value as PiperFault })
        }
      >
        <option value="none">Works</option>
        {Object.entries(faultGroups).map(([group, faults]) => (
          <optgroup key={group} label={group}>
            {Object.entries(faults).map(([one, words]) => (
              <option key={one} value={one}>
                {words}
              </option>
            ))}
          </optgroup>
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
      <label htmlFor={rolesId}>Roles</label>
      <select
        id={rolesId}
        className="native-select"
        value={rolePermissions}
        onChange={(event) =>
          api.change({
            type: 'role-permissions',
            are: event.currentTarget.value as RolePermissions,
          })
        }
      >
        {rolesCome.map(([are, words]) => (
          <option key={are} value={are}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
