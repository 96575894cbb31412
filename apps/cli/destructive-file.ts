import { readFile } from 'node:fs/promises';
import { Type } from 'typebox';
import { checkSchema } from '../../platform/kinds/check-schema.ts';
import { parseElementId } from '../../platform/packages/element-id.ts';
import { locateJson, parseJson } from '../../platform/packages/parse-json.ts';
import type { Problem } from '../../runtime/client/api.ts';
import { UsageError } from './exit.ts';

const File = Type.Object(
  {
    elements: Type.Array(Type.String({ minLength: 1, description: 'Such as field:Order__c.Notes__c.' }), {
      minItems: 1,
      uniqueItems: true,
    }),
  },
  { additionalProperties: false },
);

/** Elements that a deploy is to take out, as a file lists them. */
export interface DestructiveFile {
  readonly elements: readonly string[];
  readonly problems: readonly Problem[];
  /** Gives a problem of a listed element its place in the file. */
  locate(problem: Problem): Problem;
}

/** Reads what a deploy is to take out, or what is wrong with the file, each fault at its line. */
export async function readDestructive(file: string): Promise<DestructiveFile> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UsageError(`The list of destructive changes ${file} cannot be read: ${error.message}.`);
  });
  const at = (pointer: string) => ({ file, pointer, ...locateJson(text, pointer) });
  const parsed = parseJson(text);
  const findings = parsed.value === undefined ? [] : checkSchema(File, parsed.value);
  const problems: Problem[] = [
    ...parsed.problems.map((problem): Problem => ({ ...problem, severity: 'error', file })),
    ...findings.map((each): Problem => ({ severity: 'error', ...each, ...at(each.pointer) })),
  ];
  if (problems.length > 0) return { elements: [], problems, locate: (problem) => problem };
  const { elements } = parsed.value as unknown as { readonly elements: readonly string[] }; // fits File
  return {
    elements,
    problems: elements.flatMap((element, index) =>
      parseElementId(element) ? [] : [notAnElement(element, at(`/elements/${index}`))],
    ),
    locate: (problem) => {
      const index = problem.code === 'NOT_DESTRUCTIBLE' ? elements.indexOf(problem.element ?? '') : -1;
      return index < 0 ? problem : { ...problem, ...at(`/elements/${index}`) };
    },
  };
}

function notAnElement(found: string, place: Pick<Problem, 'file' | 'pointer' | 'line' | 'column'>): Problem {
  return {
    code: 'INVALID_ELEMENT',
    severity: 'error',
    message: `"${found}" has not the form of an element's identity.`,
    ...place,
    found,
    expected: 'kind:Name, such as field:Order__c.Notes__c, or with /collection:item for a part of it',
  };
}
