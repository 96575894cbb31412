import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkLoaded } from '../../platform/deploy/check-packages.ts';
import { editable } from '../../platform/deploy/format-packages.ts';
import { checkPacked } from '../../platform/packages/check-packed.ts';
import { type LoadedPackages, loadPackages } from '../../platform/packages/load.ts';
import type { Problem } from '../../platform/problem.ts';
import { annotate } from './annotate.ts';
import type { PackageOptions } from './commands/package.ts';
import { EXIT, UsageError } from './exit.ts';
import { npmPack, type PackedTarball } from './npm.ts';
import { packageDirs } from './package-dirs.ts';
import { countInWords, plural, print, problemsInWords } from './print.ts';

/** Checks packages, has npm pack them, and makes sure that what is in the tarballs is what was checked. */
export async function packPackages(dirs: string[], { out = '.', ...options }: PackageOptions): Promise<void> {
  const wanted = packageDirs(dirs.length ? dirs : ['.']);
  const loaded = await loadPackages(wanted);
  const problems = checkLoaded(loaded);
  if (problems.some(isError)) return tell({ problems, packed: [] }, wanted, options);
  const folders = editable(loaded).map(({ place }) => place);
  if (folders.length === 0) throw new UsageError(`There is no package to pack in ${wanted.join(', ')}.`);
  const into = await mkdtemp(join(tmpdir(), 'formwork-pack-'));
  try {
    const packed: PackedTarball[] = [];
    for (const folder of folders) packed.push(await npmPack(folder, into));
    const lost = await checkTarballs(loaded, into, packed);
    if (lost.length > 0) return tell({ problems: [...problems, ...lost], packed: [] }, wanted, options);
    await mkdir(out, { recursive: true });
    for (const { filename } of packed) await copyFile(join(into, filename), join(out, filename));
    tell({ problems, packed, out }, wanted, options);
  } finally {
    await rm(into, { recursive: true });
  }
}

/** Whether the tarballs say what was checked. */
async function checkTarballs(
  { packages, manifests, locate }: LoadedPackages,
  into: string,
  tarballs: readonly PackedTarball[],
): Promise<Problem[]> {
  const unpacked = await loadPackages(tarballs.map(({ filename }) => join(into, filename)));
  return tarballs.flatMap(({ name, files }) => {
    const [checked, packed] = [packages, unpacked.packages].map((all) => all.find((item) => item.name === name));
    if (checked === undefined) return [];
    const paths = files.map(({ path }) => path);
    return checkPacked({ checked, packed, paths, manifest: manifests.get(name) ?? 'package.json' }).map(locate);
  });
}

interface Packing {
  readonly problems: readonly Problem[];
  readonly packed: readonly PackedTarball[];
  readonly out?: string;
}

function tell({ problems, packed, out = '.' }: Packing, dirs: readonly string[], options: PackageOptions): void {
  annotate(problems, dirs);
  const tarballs = packed.map(({ name, version, filename, files }) => ({
    name,
    version,
    file: join(out, filename),
    files: files.map(({ path }) => path),
  }));
  const words = [
    ...(problems.length === 0 ? [] : [problemsInWords(problems, dirs), countInWords(problems)]),
    ...tarballs.map(
      (each) => `Packed ${each.name} ${each.version}, ${plural(each.files.length, 'file')}: ${each.file}`,
    ),
    tarballs.length === 0 ? 'Nothing was packed.' : 'Publish with npm publish and the name of a tarball.',
  ];
  const isDone = tarballs.length > 0;
  print({ ok: isDone, problems, tarballs }, words.join('\n'), options);
  process.exitCode = isDone ? EXIT.done : EXIT.problems;
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}
