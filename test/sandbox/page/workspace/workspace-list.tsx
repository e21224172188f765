import type { SandboxWorkspace } from '../../contract.ts';

type Props = {
  workspaces: SandboxWorkspace[];
  /** The id of the one that is shown. */
  selected: string;
  onOpen(workspace: SandboxWorkspace): void;
};

/** The workspaces of this Slack, to go to. */
export function WorkspaceList({ workspaces, selected, onOpen }: Props) {
  return (
    <nav aria-label="Workspaces">
      <ul className="workspaces">
        {workspaces.map((workspace) => (
          <li key={workspace.id}>
            <button
              type="button"
              className="workspaces-item"
              aria-current={workspace.id === selected ? 'page' : undefined}
              onClick={() => onOpen(workspace)}
            >
              <span className="workspaces-mark" aria-hidden="true">
                {workspace.name.charAt(0)}
              </span>
              {workspace.name}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
