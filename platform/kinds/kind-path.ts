import { kinds } from './index.ts';
import { KIND_NAMES, type Kind, type KindName } from './kind.ts';

/** A component named by its file: `objects/Account/fields/Rating__c.json` is the field `Account.Rating__c`. */
export interface ComponentFile {
  readonly kind: KindName;
  readonly component: string;
}

/** The component that a file of a package holds, by its path in the package; undefined where no kind has such files. */
export function componentOfFile(path: string): ComponentFile | undefined {
  for (const kind of KIND_NAMES) {
    const component = matchPath(kinds[kind], path);
    if (component !== undefined) return { kind, component };
  }
  return undefined;
}

/** Path in its package of the file that holds a component. */
export function fileOfComponent({ kind, component }: ComponentFile): string {
  const names = component.split('.');
  return kinds[kind].path.replaceAll(/\{\w+\}/g, () => names.shift() ?? '');
}

/** Path of a kind's page in the reference: `kinds/list-view`. */
export function kindPagePath(kind: KindName): string {
  return `kinds/${kind.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Folder names that packages may have, for near misses. */
export function kindFolders(): string[] {
  return [...new Set(KIND_NAMES.flatMap((kind) => kinds[kind].path.split('/').filter((step) => !/[{.]/.test(step))))];
}

function matchPath(kind: Kind, path: string): string | undefined {
  const steps = path.split('/');
  const pattern = kind.path.split('/');
  if (kind.name === 'package' || steps.length !== pattern.length) return undefined;
  const names: string[] = [];
  for (const [index, expected] of pattern.entries()) {
    const step = steps[index] ?? '';
    const [before = '', after] = expected.split(/\{\w+\}/);
    if (after === undefined && step !== expected) return undefined;
    if (after === undefined) continue;
    if (!step.endsWith(after) || step.length <= after.length) return undefined;
    names.push(step.slice(before.length, step.length - after.length));
  }
  return names.join('.');
}
