import type { SandboxFile } from '../../contract.ts';
import { api } from '../api.ts';
import { Icon } from '../shared/icon.tsx';
import { useSlack } from '../shared/slack-context.ts';

const asSize = (bytes: number): string =>
  bytes < 1_000 ? `${bytes} bytes` : `${Math.ceil(bytes / 1_000)} kB`;

/** A file in a message, to download. */
export function FileCard({ file: { id, name, title, size } }: { file: SandboxFile }) {
  const { me } = useSlack();
  const kind = name.split('.').at(-1)?.toUpperCase();
  return (
    <a className="file" href={api.fileUrl(me, id)} download={name} aria-label={`Download ${name}`}>
      <span className="file-icon">
        <Icon name="file" />
      </span>
      <span>
        <span className="file-title">{title}</span>
        <span className="file-note">
          {kind} · {asSize(size)}
        </span>
      </span>
    </a>
  );
}
