/** How many cases a property test tries: `reduced` under `npm test`, `full` under `npm run prove`. */
export function width<T>(reduced: T, full: T): T {
  return process.env.FORMWORK_PROVE === '1' ? full : reduced;
}
