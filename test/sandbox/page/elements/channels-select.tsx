import type {
  ConversationsSelect,
  MultiChannelsSelect,
  MultiConversationsSelect,
  ChannelsSelect as SlackChannelsSelect,
} from '@slack/types';
import type { SandboxChannel } from '../../contract.ts';
import { ChannelIcon } from '../shared/channel-icon.tsx';
import { useSlack } from '../shared/slack-context.ts';
import { type Choice, Combobox } from './combobox.tsx';
import type { ElementProps } from './field.ts';
import { useValue } from './use-value.tsx';

type Element =
  | ConversationsSelect
  | MultiConversationsSelect
  | SlackChannelsSelect
  | MultiChannelsSelect;

const keys = {
  conversations_select: 'selected_conversation',
  multi_conversations_select: 'selected_conversations',
  channels_select: 'selected_channel',
  multi_channels_select: 'selected_channels',
} as const;

/** What a conversation filter calls each kind. */
const kinds = { public: 'public', private: 'private', dm: 'im' } as const;

/** A menu of conversations, or of public channels only. */
export function ChannelsSelect({ placed, field }: ElementProps<Element>) {
  const { channels } = useSlack();
  const { value, set, dialog } = useValue(placed);
  const { element } = placed;
  const { type, placeholder } = element;
  const key = keys[type];
  const multiple = type.startsWith('multi_');
  const ids = [value[key] ?? []].flat() as string[];

  const choose = (choices: Choice[]) => {
    const chosen = choices.map((choice) => choice.id);
    set({ type, [key]: multiple ? chosen : (chosen[0] ?? null) });
  };
  return (
    <>
      <Combobox
        field={field}
        groups={[
          { choices: channels.filter((channel) => isOffered(channel, element)).map(choiceOf) },
        ]}
        chosen={channels.filter((channel) => ids.includes(channel.id)).map(choiceOf)}
        onChoose={choose}
        multiple={multiple}
        max={'max_selected_items' in element ? element.max_selected_items : undefined}
        placeholder={
          placeholder?.text ?? (multiple ? 'Select conversations' : 'Select a conversation')
        }
        focusOnLoad={element.focus_on_load}
      />
      {dialog}
    </>
  );
}

function isOffered(channel: SandboxChannel, element: Element): boolean {
  if (channel.archived) return false;
  if (!('filter' in element))
    return element.type.includes('conversations') || channel.kind === 'public';
  return element.filter?.include?.includes(kinds[channel.kind]) ?? true;
}

const choiceOf = (channel: SandboxChannel): Choice => ({
  id: channel.id,
  label: channel.name,
  picture: <ChannelIcon kind={channel.kind} />,
});
