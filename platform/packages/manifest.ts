import semver from 'semver';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { checkSchema } from '../kinds/check-schema.ts';
import { FormworkField } from '../kinds/package/schema.ts';
import type { Problem } from '../problem.ts';
import { ORG } from './element.ts';

/** What is wrong with a package.json. npm's part of it is npm's to judge; ours are name, version, `formwork` and scripts. */
export function checkManifest(manifest: Json | undefined, file: string): { name?: string; problems: Problem[] } {
  if (manifest === undefined) return { problems: [] };
  const problem = (pointer: string, message: string, expected: string): Problem => ({
    code: 'INVALID_MANIFEST',
    severity: 'error',
    message,
    file,
    pointer,
    expected,
  });
  if (!isJsonObject(manifest)) return { problems: [problem('', 'package.json does not hold an object.', 'an object')] };
  const { name, version, formwork } = manifest;
  const problems: Problem[] = [];
  const isNamed = typeof name === 'string' && isPackageName(name);
  if (!isNamed) problems.push(problem('/name', 'A package needs a name as npm has them.', 'such as @acme/orders'));
  if (typeof version !== 'string' || semver.valid(version) === null) {
    problems.push(problem('/version', 'A package needs a semantic version.', 'such as 1.0.0'));
  }
  if (!isJsonObject(formwork)) {
    problems.push(
      problem('/formwork', 'A metadata package says "formwork": { "label": … }.', 'an object with a label'),
    );
  } else {
    for (const finding of checkSchema(FormworkField, formwork, '/formwork'))
      problems.push({ severity: 'error', file, ...finding });
  }
  return { ...(isNamed ? { name } : {}), problems: [...problems, ...checkScripts(manifest, file)] };
}

/** Whether a manifest is that of a metadata package. */
export function isMetadataManifest(manifest: JsonObject): boolean {
  return Object.hasOwn(manifest, 'formwork');
}

/**
 * Ranges of what a package needs beside it, by name. What npm installs as a peer is needed just as much, but for the
 * engine itself, whose version a package may ask for.
 */
export function rangesOf({ dependencies, peerDependencies }: JsonObject): Record<string, string> {
  const peers = Object.entries(isJsonObject(peerDependencies) ? peerDependencies : {}).filter(
    ([name]) => name !== ENGINE,
  );
  const entries = [...peers, ...Object.entries(isJsonObject(dependencies) ? dependencies : {})];
  return Object.fromEntries(entries.map(([name, range]) => [name, String(range)]));
}

const ENGINE = 'formwork';

/** Whether npm would take it for a name; `org` is what the org's own layer is called. */
export function isPackageName(name: string): boolean {
  return name.length <= 214 && name !== ORG && /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/.test(name);
}

const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

function checkScripts({ scripts }: JsonObject, file: string): Problem[] {
  if (!isJsonObject(scripts)) return [];
  return INSTALL_SCRIPTS.filter((name) => Object.hasOwn(scripts, name)).map((name) => ({
    code: 'INSTALL_SCRIPT',
    severity: 'error',
    message: `The script "${name}" would run wherever the package is installed. Metadata runs nothing: take it out.`,
    file,
    pointer: `/scripts/${name}`,
    found: name,
  }));
}
