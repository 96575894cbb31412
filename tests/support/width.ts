/** How many cases a property test tries: `reduced` under `npm test`, `full` under `npm run prove`. */
export function width(reduced: number, full: number): number {
  return process.env.FORMWORK_PROVE === '1' ? full : reduced;
}
