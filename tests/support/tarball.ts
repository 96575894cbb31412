import { gzipSync } from 'node:zlib';
import { Header, type HeaderData } from 'tar';

/** One entry of a tarball, honest or not: a path with what is in the file, or a header of any kind. */
export type Entry = readonly [path: string, content: string, header?: HeaderData];

/** A tarball as npm would send it, with whatever entries a test wants. */
export function tarball(entries: readonly Entry[]): Buffer {
  return gzipSync(rawTarball(entries));
}

export function rawTarball(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(([path, content, header]) => {
    const bytes = Buffer.from(content);
    const block = Buffer.alloc(512);
    new Header({ path, type: 'File', mode: 0o644, mtime: new Date(0), size: bytes.length, ...header }).encode(block, 0);
    return [block, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
