import { type Doc, heading, text } from './doc.ts';
import { editorFiles } from './editor-files.ts';

/** How editors get to know metadata files. */
export function editorsDoc(): Doc {
  return {
    path: 'editors',
    title: 'Editors',
    group: 'Working with it',
    summary: 'Completion, descriptions and checks of metadata files while they are written.',
    blocks: [
      text(
        'A JSON Schema per kind says what `formwork check` accepts. What depends on other files (whether a field exists,',
        'whether an operator fits its type) only the check knows.',
      ),
      heading(2, 'Visual Studio Code'),
      text('This writes the schemas and the settings of the workspace; other settings stay.'),
      {
        kind: 'code',
        language: 'sh',
        code: 'npx formwork schema metadata --out .formwork-schemas --vscode',
      },
      heading(2, 'JetBrains'),
      text(
        'Write the schemas with `npx formwork schema --out .formwork-schemas`. In Settings, open Languages & Frameworks,',
        'Schemas and DTDs, JSON Schema Mappings; add a mapping per file below, version 2020-12, with the file path pattern',
        'beside it.',
      ),
      heading(2, 'Other editors'),
      text('`catalog.json` lists the schemas as schemastore.org does; most language servers for JSON take one.'),
      {
        kind: 'table',
        caption: 'Schemas',
        columns: ['Schema', 'Files'],
        rows: editorFiles().map(({ name, match }) => ({
          cells: [`[\`${name}\`](schemas/${name})`, `\`**/${match}\``],
        })),
      },
    ],
  };
}
