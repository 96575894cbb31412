import type { Json, JsonObject } from '../../platform/json.ts';
import { editorDocument, editorSchema, forEditors } from '../../platform/kinds/editor-schema.ts';
import { kinds } from '../../platform/kinds/index.ts';
import { KIND_NAMES } from '../../platform/kinds/kind.ts';
import { ImportMapSchema } from '../bulk/import-map.ts';

/** A JSON Schema for editors, and the files that it is for. */
export interface EditorFile {
  /** `listView.schema.json`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Glob of the files in a package. */
  readonly match: string;
  readonly schema: JsonObject;
}

/** A schema per kind, and one for mapping files of imports. */
export function editorFiles(): EditorFile[] {
  const ofKinds = KIND_NAMES.map((name): EditorFile => {
    const { label, description, path } = kinds[name];
    const match = path.replaceAll(/\{\w+\}/g, '*');
    return { name: `${name}.schema.json`, title: label, description, match, schema: editorSchema(name) };
  });
  const about = { title: 'Mapping file', description: 'How a CSV file becomes records.' };
  const schema = editorDocument(about, forEditors(ImportMapSchema));
  return [...ofKinds, { ...about, name: 'importMap.schema.json', match: 'imports/*.json', schema }];
}

/** A catalogue of the schemas as schemastore.org has them, which editors can be pointed to. */
export function schemaCatalog(files: readonly EditorFile[]): JsonObject {
  return {
    $schema: 'https://json.schemastore.org/schema-catalog.json',
    version: 1,
    schemas: files.map(({ name, title, description, match }) => ({
      name: `Formwork: ${title}`,
      description,
      fileMatch: [`**/${match}`],
      url: `./${name}`,
    })),
  };
}

/**
 * Settings of VS Code that give the files of some folders their schemas. What else the settings hold stays, and so do
 * schemas of others.
 *
 * @param folders globs of the package folders, from the workspace: `metadata/*`
 * @param schemaFolder where the schemas lie, from the workspace
 */
export function vsCodeSettings(
  settings: JsonObject,
  { folders, schemaFolder }: { readonly folders: readonly string[]; readonly schemaFolder: string },
): JsonObject {
  const files = editorFiles();
  const isOurs = (entry: Json) => isObject(entry) && files.some(({ name }) => String(entry.url).endsWith(`/${name}`));
  const others = Array.isArray(settings['json.schemas'])
    ? settings['json.schemas'].filter((entry) => !isOurs(entry))
    : [];
  const ours = files.map(({ name, match }) => ({
    // A slash at the beginning means the workspace itself, so that no other project's `pages` are taken for ours.
    fileMatch: folders.map((folder) => (folder === '.' ? `/${match}` : `/${folder}/${match}`)),
    url: `./${schemaFolder}/${name}`,
  }));
  return { ...settings, 'json.schemas': [...others, ...ours] };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
