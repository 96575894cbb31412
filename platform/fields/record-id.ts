const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const FIFTEEN = /^[A-Za-z0-9]{15}$/;
const EIGHTEEN = /^[A-Za-z0-9]{15}[A-Z0-5]{3}$/;

/** The canonical 18-character id of a 15- or 18-character one; undefined where the form or the checksum is wrong. */
export function parseRecordId(text: string): string | undefined {
  if (FIFTEEN.test(text)) return text + idChecksum(text);
  const isSound = EIGHTEEN.test(text) && idChecksum(text.slice(0, 15)) === text.slice(15);
  return isSound ? text : undefined;
}

/** Three characters that say which of the 15 are capitals, so that ids survive programs which ignore case. */
export function idChecksum(id: string): string {
  return [0, 5, 10].map((start) => ALPHABET[capitals(id.slice(start, start + 5))]).join('');
}

function capitals(chunk: string): number {
  return [...chunk].reduce((bits, character, index) => bits | (/[A-Z]/.test(character) ? 1 << index : 0), 0);
}
