import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../platform/json.ts';
import { editorSchema } from '../../../platform/kinds/editor-schema.ts';
import { kindExamples } from '../../../platform/kinds/examples.ts';
import { kinds } from '../../../platform/kinds/index.ts';
import { KIND_NAMES, type KindName } from '../../../platform/kinds/kind.ts';
import { componentOfFile, fileOfComponent } from '../../../platform/kinds/kind-path.ts';
import { compileModel } from '../../../platform/layers/compile.ts';
import type { Element } from '../../../platform/packages/element.ts';
import { elementsOfFile } from '../../../platform/packages/elements.ts';
import { loadPackages } from '../../../platform/packages/load.ts';
import type { Problem } from '../../../platform/problem.ts';
import { width } from '../../support/width.ts';
import { checkFiles } from '../support/check-files.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
// `strict` refuses keywords that JSON Schema does not know; only what editors add to it is let through.
const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
ajv.addVocabulary(['markdownDescription', 'markdownEnumDescriptions']);
const validators = new Map(KIND_NAMES.map((kind) => [kind, ajv.compile(editorSchema(kind))]));

function validatorOf(kind: KindName): ValidateFunction {
  const validate = validators.get(kind);
  if (validate === undefined) throw new Error(`no schema for ${kind}`);
  return validate;
}

describe('the schemas for editors', () => {
  it('accept every file of the shipped packages', () => {
    const folders = [...globSync('metadata/*', { cwd: ROOT }), 'platform/packages/system'];
    const refused: string[] = [];
    let count = 0;
    for (const folder of folders) {
      for (const file of globSync('**/*.json', { cwd: join(ROOT, folder) })) {
        const kind = file === 'package.json' ? 'package' : componentOfFile(file)?.kind;
        if (kind === undefined) continue;
        count++;
        const value: Json = JSON.parse(readFileSync(join(ROOT, folder, file), 'utf8'));
        if (!validatorOf(kind)(value)) refused.push(`${folder}/${file}`);
      }
    }
    expect(refused).toEqual([]);
    expect(count).toBeGreaterThan(400);
  });

  it.each(KIND_NAMES)('say for the kind %s what each property is, for editors that read Markdown too', (kind) => {
    const silent: string[] = [];
    walk(editorSchema(kind), (schema, pointer) => {
      if (schema.description !== undefined && !pointer.startsWith('/$defs') && schema.markdownDescription === undefined)
        silent.push(pointer);
    });
    expect(silent).toEqual([]);
  });
});

describe('the schemas for editors and the check', () => {
  let system: readonly Element[];
  const examples = KIND_NAMES.filter((kind) => kind !== 'package').flatMap((kind) =>
    kindExamples[kind].map((example) => ({ kind, ...example })),
  );
  beforeAll(async () => {
    const { packages } = await loadPackages([]);
    const elements = packages.flatMap((each) => [...each.elements.values()]);
    // What the examples name of the engine's own; the rest would only take time.
    system = elements.filter(({ component }) => /^User\b/.test(component));
  });

  /** Problems of one file among the examples of all kinds. */
  function problemsOf(kind: KindName, component: string, value: Json): Problem[] {
    const file = fileOfComponent({ kind, component });
    const owner = '@example/invoices';
    const others = examples
      .filter((other) => other.kind !== kind || other.component !== component || isExtension(value))
      .flatMap((other) => elementsOfFile({ ...other, file: 'other.json', owner }).elements);
    const { elements, problems } = elementsOfFile({ kind, component, file, owner, value });
    const all = new Map([...system, ...others, ...elements].map((element) => [element.id, element]));
    const compiled = compileModel({ packages: [], elements: all, origins: new Map() });
    return [...problems, ...compiled.problems].filter((problem) => problem.file === file && isRefusal(kind, problem));
  }

  // One of each kind under `npm test`, each example under `npm run prove`.
  const spoilt = KIND_NAMES.flatMap((kind) => examples.filter((each) => each.kind === kind).slice(0, width(1, 100)));
  it.each(spoilt.map(({ kind, component, value }) => [kind, component, value] as const))(
    'agree on every way to spoil the %s %s',
    (kind, component, value) => {
      const validate = validatorOf(kind);
      const disagreements: string[] = [];
      let refused = 0;
      for (const { spoilt, how } of [...spoil(value), ...spoil(extensionOf(kind, value))]) {
        const isValid = validate(spoilt);
        const problems = problemsOf(kind, component, spoilt);
        if (!isValid) refused++;
        if (!isValid && problems.length === 0) disagreements.push(`only the schema refuses ${how}`);
        const shape = problems.find(isAboutShape);
        if (isValid && shape) disagreements.push(`only the check refuses ${how}: ${shape.code} ${shape.message}`);
      }
      expect(disagreements).toEqual([]);
      expect(refused).toBeGreaterThan(10);
    },
  );

  it('agree on every way to spoil a package.json', async () => {
    const [example] = kindExamples.package;
    const disagreements: string[] = [];
    for (const { spoilt, how } of spoil(example?.value ?? {})) {
      const isValid = validatorOf('package')(spoilt);
      const problems = await checkFiles({ 'package.json': JSON.stringify(spoilt) });
      const isSound = problems.every(({ code }) => code !== 'INVALID_MANIFEST' && !isAboutShapeCode(code));
      if (isValid !== isSound) disagreements.push(`${isValid ? 'only the check' : 'only the schema'} refuses ${how}`);
    }
    expect(disagreements).toEqual([]);
  });
});

const SHAPE_CODES = new Set([
  'UNKNOWN_PROPERTY',
  'MISSING_PROPERTY',
  'WRONG_TYPE',
  'INVALID_VALUE',
  'WRONG_COUNT',
  'INVALID_EXTENDS',
  'EXTENDS_CHANGES_PROPERTY',
  'INVALID_CONDITION',
  'UNKNOWN_OPERATOR',
]);

/** Of a scenario, the deploy only warns; `formwork check` refuses it. */
function isRefusal(kind: KindName, { severity }: Problem): boolean {
  return severity === 'error' || kind === 'scenario';
}

function isAboutShapeCode(code: string): boolean {
  return SHAPE_CODES.has(code);
}

/** Problems that a schema can tell: not those that depend on another property or component. */
function isAboutShape({ code, message, severity }: Problem): boolean {
  return severity === 'error' && isAboutShapeCode(code) && !message.startsWith('Path steps need');
}

function isExtension(value: Json): boolean {
  return isObject(value) && value.extends !== undefined;
}

/** What another package would write to add the same items. */
function extensionOf(kind: KindName, value: JsonObject): JsonObject {
  const items = Object.entries(value).filter(([name]) => Object.hasOwn(kinds[kind].collections, name));
  return { extends: true, ...Object.fromEntries(items) };
}

const STRANGERS: readonly Json[] = [
  null,
  true,
  1.5,
  -1,
  '',
  'no such thing',
  'x'.repeat(5000),
  [],
  ['x', 'x'],
  { zzz: 1 },
];

/** Four of them at each place under `npm test`, others at the next; all under `npm run prove`. */
function strangersAt(pointer: string): readonly Json[] {
  const count = width(4, STRANGERS.length);
  const first = [...pointer].reduce((sum, character) => sum + character.charCodeAt(0), 0) % STRANGERS.length;
  return [...STRANGERS, ...STRANGERS].slice(first, first + count);
}

interface Spoilt {
  readonly spoilt: Json;
  readonly how: string;
}

/** Copies of a value, each with one thing changed: a value replaced or left out, a property added, a key renamed. */
function* spoil(value: Json, pointer = ''): Generator<Spoilt> {
  yield { spoilt: value, how: `${pointer} as it is` };
  for (const stranger of strangersAt(pointer))
    yield { spoilt: stranger, how: `${pointer} = ${JSON.stringify(stranger).slice(0, 30)}` };
  if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly Json[]).entries())
      for (const { spoilt, how } of spoil(item, `${pointer}/${index}`))
        yield { spoilt: value.map((each: Json, at) => (at === index ? spoilt : each)), how };
  } else if (isObject(value)) yield* spoilMembers(value, pointer);
}

function* spoilMembers(value: JsonObject, pointer: string): Generator<Spoilt> {
  yield { spoilt: { ...value, zzz: true }, how: `${pointer} + zzz` };
  yield { spoilt: { ...value, extends: true }, how: `${pointer} + extends` };
  yield { spoilt: { ...value, id: 'Before' }, how: `${pointer} + id` };
  yield { spoilt: { ...value, id: '' }, how: `${pointer} + an empty id` };
  for (const [name, member] of Object.entries(value)) {
    const { [name]: _, ...rest } = value;
    yield { spoilt: rest, how: `${pointer} without ${name}` };
    yield { spoilt: { ...rest, '\u0001': member }, how: `${pointer}/${name} under a name that nothing has` };
    for (const { spoilt, how } of spoil(member, `${pointer}/${name}`))
      yield { spoilt: { ...value, [name]: spoilt }, how };
  }
}

function walk(value: Json, visit: (schema: JsonObject, pointer: string) => void, pointer = ''): void {
  if (Array.isArray(value)) for (const [index, each] of value.entries()) walk(each, visit, `${pointer}/${index}`);
  if (!isObject(value)) return;
  if (typeof value.description === 'string') visit(value, pointer);
  for (const [name, each] of Object.entries(value)) walk(each, visit, `${pointer}/${name}`);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
