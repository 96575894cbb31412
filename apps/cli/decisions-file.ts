import { readFile, writeFile } from 'node:fs/promises';
import { Type } from 'typebox';
import { checkSchema } from '../../platform/kinds/check-schema.ts';
import { locateJson, parseJson } from '../../platform/packages/parse-json.ts';
import type { Conflict, Decision, Problem } from '../../runtime/client/api.ts';
import { UsageError } from './exit.ts';

const value = (description: string) => Type.Optional(Type.Unknown({ description }));
const File = Type.Object(
  {
    decisions: Type.Array(
      Type.Object(
        {
          element: Type.String({ minLength: 1 }),
          property: Type.Optional(Type.String({ minLength: 1 })),
          choose: Type.Union([Type.Literal('ours'), Type.Literal('theirs')]),
          base: value('For people: the value on which the admin made the change.'),
          theirs: value('The value of the package that was weighed.'),
          ours: value('The value of the org that was weighed.'),
          by: value('For people: who made the change.'),
          at: value('For people: when.'),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

/** Reads how conflicts are decided, or what is wrong with the file, each fault at its line. */
export async function readDecisions(
  file: string,
): Promise<{ readonly decisions: readonly Decision[]; readonly problems: readonly Problem[] }> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UsageError(`The decisions ${file} cannot be read: ${error.message}.`);
  });
  const parsed = parseJson(text);
  const findings = parsed.value === undefined ? [] : checkSchema(File, parsed.value);
  const problems: Problem[] = [
    ...parsed.problems.map((problem): Problem => ({ ...problem, severity: 'error', file })),
    ...findings.map((each): Problem => ({ severity: 'error', file, ...each, ...locateJson(text, each.pointer) })),
  ];
  if (problems.length > 0) return { decisions: [], problems };
  const { decisions } = parsed.value as unknown as { decisions: (Decision & { base?: unknown; by?: unknown })[] }; // fits File
  return { decisions: decisions.map(weighed), problems };
}

/** Writes open conflicts as a file of decisions: each waits for its "choose". */
export async function writeDecisions(file: string, conflicts: readonly Conflict[]): Promise<void> {
  const decisions = conflicts.map(({ element, property, ...values }) => ({
    element,
    ...(property === undefined ? {} : { property }),
    choose: '',
    ...values,
  }));
  await writeFile(file, `${JSON.stringify({ decisions }, null, 2)}\n`);
}

/** A decision without what only people read of it. */
function weighed({ element, property, choose, theirs, ours }: Decision): Decision {
  return {
    ...{ element, choose },
    ...(property === undefined ? {} : { property }),
    ...(theirs === undefined ? {} : { theirs }),
    ...(ours === undefined ? {} : { ours }),
  };
}
