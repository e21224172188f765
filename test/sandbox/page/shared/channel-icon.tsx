import type { SandboxChannel } from '../../contract.ts';
import { Icon } from './icon.tsx';

const icons = { public: 'hash', private: 'lock', dm: 'person' } as const;

/** What kind of conversation it is: a channel, a private one, a person. */
export function ChannelIcon({ kind }: { kind: SandboxChannel['kind'] }) {
  return <Icon name={icons[kind]} />;
}
