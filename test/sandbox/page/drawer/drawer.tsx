import { useState } from 'react';
import type { PiperScreen, SandboxCall } from '../../contract.ts';
import { api } from '../api.ts';
import { Icon } from '../shared/icon.tsx';
import { Tabs } from '../shared/tabs.tsx';
import { Calls } from './calls.tsx';
import { JoinedCheck } from './joined-check.tsx';
import { Members } from './members.tsx';
import { Time } from './time.tsx';
import { Tokens } from './tokens.tsx';
import { Trouble } from './trouble.tsx';

type TabId = 'members' | 'tokens' | 'calls';

const titles: Record<TabId, string> = { members: 'Members', tokens: 'Tokens', calls: 'Calls' };

/** The right column: what day it is, what Piper holds, what is wrong with it, and every call between the parts. */
export function Drawer(props: { piper: PiperScreen; calls: SandboxCall[]; ahead: number }) {
  const { piper, calls, ahead } = props;
  const [tab, setTab] = useState<TabId>('members');
  return (
    <section className="drawer" aria-label="Piper">
      <header className="drawer-header">
        <h2 className="drawer-title">Piper</h2>
        <button type="button" className="quiet-button" onClick={() => api.reset()}>
          <Icon name="reset" />
          Start over
        </button>
      </header>
      <Time ahead={ahead} />
      <Trouble {...piper} />
      <Tabs
        label="What to show of Piper"
        tabs={[
          { id: 'members', words: titles.members },
          { id: 'tokens', words: titles.tokens },
          { id: 'calls', words: `${titles.calls} (${calls.length})` },
        ]}
        selected={tab}
        onSelect={setTab}
      />
      <section className="drawer-scroll" aria-label={titles[tab]}>
        {tab === 'members' && (
          <>
            <JoinedCheck />
            {piper.organizations.map((organization) => (
              <Members key={organization.id} organization={organization} />
            ))}
          </>
        )}
        {tab === 'tokens' && <Tokens tokens={piper.tokens} />}
        {tab === 'calls' && <Calls calls={calls} />}
      </section>
    </section>
  );
}
