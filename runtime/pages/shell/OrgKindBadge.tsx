import type { SessionInfo } from '../../client/api.ts';

/** Says on every page that this is not the org that people rely on. */
export function OrgKindBadge({ name, kind }: Pick<SessionInfo['org'], 'name' | 'kind'>) {
  return (
    <p className="fw-bar__kind" title={`Org ${name}`}>
      {WORDS[kind]}
    </p>
  );
}

const WORDS: Readonly<Record<SessionInfo['org']['kind'], string>> = {
  production: 'Production',
  sandbox: 'Sandbox',
  training: 'Training',
  scratch: 'Scratch org',
};
