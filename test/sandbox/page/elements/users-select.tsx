import type { MultiUsersSelect, UsersSelect as SlackUsersSelect } from '@slack/types';
import type { SandboxUser } from '../../contract.ts';
import { Avatar } from '../shared/avatar.tsx';
import { useSlack } from '../shared/slack-context.ts';
import { type Choice, Combobox } from './combobox.tsx';
import type { ElementProps } from './field.ts';
import { useValue } from './use-value.tsx';

/** A menu of the workspace's people; like Slack's, it has bots and guests, and nobody who has left. */
export function UsersSelect({ placed, field }: ElementProps<SlackUsersSelect | MultiUsersSelect>) {
  const { users } = useSlack();
  const { value, set, dialog } = useValue(placed);
  const { element } = placed;
  const { type, placeholder } = element;
  const multiple = type === 'multi_users_select';
  const ids = (multiple ? value.selected_users : [value.selected_user ?? []].flat()) as string[];

  const choose = (choices: Choice[]) => {
    const chosen = choices.map((choice) => choice.id);
    set(multiple ? { type, selected_users: chosen } : { type, selected_user: chosen[0] ?? null });
  };
  return (
    <>
      <Combobox
        field={field}
        groups={[{ choices: users.filter((user) => !user.deleted).map(choiceOf) }]}
        chosen={users
          .filter((user) => ids.includes(user.id))
          .sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
          .map(choiceOf)}
        onChoose={choose}
        multiple={multiple}
        max={'max_selected_items' in element ? element.max_selected_items : undefined}
        placeholder={placeholder?.text ?? (multiple ? 'Select people' : 'Select a person')}
        focusOnLoad={element.focus_on_load}
      />
      {dialog}
    </>
  );
}

const choiceOf = (user: SandboxUser): Choice => ({
  id: user.id,
  label: user.realName || user.name,
  hint: `@${user.name}${user.isGuest ? ', guest' : ''}${user.isBot ? ', app' : ''}`,
  picture: <Avatar user={user} />,
});
