/**
 * The candidate that was probably meant: within a third of its length in edits, whatever its case. An ending `__c` or
 * `__r` that one has and the other has not counts as half an edit.
 */
export function nearMiss(wrong: string, candidates: Iterable<string>): string | undefined {
  const text = withoutEnding(wrong);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(Math.min(text.length, 30) / 3)) + 1;
  for (const candidate of candidates) {
    const bare = withoutEnding(candidate);
    const isSameEnding = wrong.slice(text.length).toLowerCase() === candidate.slice(bare.length).toLowerCase();
    const distance = editDistance(text, bare, Math.ceil(bestDistance)) + (isSameEnding ? 0 : 0.5);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function withoutEnding(name: string): string {
  return name.toLowerCase().replace(/__[cr]$/, '');
}

/** Optimal string alignment distance (a swap of neighbours is one edit), or `limit` as soon as it cannot be less. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    if (Math.min(...row) >= limit) return limit;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? limit;
}
