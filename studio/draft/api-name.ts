/** Longest name that the platform accepts, and what custom objects and fields end in. */
const LONGEST = 43;
const CUSTOM = '__c';

/** A name as the platform wants it, made from a label: "Date of visit" is `Date_of_Visit`. */
export function suggestName(label: string, ending: '' | typeof CUSTOM): string {
  const words = label
    .normalize('NFKD')
    .replaceAll(/[^ -~]/g, '')
    .replaceAll(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const joined = words
    .join('_')
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, LONGEST - ending.length)
    .replace(/_+$/, '');
  return joined === '' ? '' : `${joined}${ending}`;
}

/** What is wrong with a name that an admin typed; undefined when nothing is. */
export function nameProblem(name: string, taken: readonly string[]): string | undefined {
  if (name === '') return 'Give it an API name.';
  if (name.length > LONGEST) return `An API name has at most ${LONGEST} characters.`;
  if (!/^[A-Za-z](?:_?[A-Za-z0-9])*(?:__c)?$/.test(name))
    return 'An API name begins with a letter and has only letters, digits and single underscores.';
  const other = taken.find((one) => one.toLowerCase() === name.toLowerCase());
  return other === undefined ? undefined : `There is ${other} already.`;
}
