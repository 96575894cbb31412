import type { KindName } from '../kinds/kind.ts';

/** What a code means wherever it is told, for the reference pages. */
export interface ProblemCode {
  /** Where it comes up: in a package's files, in what somebody edits or deploys, in a CSV file that is imported. */
  readonly from: 'files' | 'deploy' | 'import';
  readonly means: string;
  readonly todo: string;
  /** The kinds whose own checks tell it; absent: it is not about one kind. */
  readonly kinds?: readonly KindName[];
}

/** Every code of a problem that a check, a deploy or an import tells. Codes are stable; messages say more. */
export const problemCodes: Readonly<Record<string, ProblemCode>> = {
  ALREADY_OWNED: files(
    'Two packages declare the same element.',
    'Take it out of one; a package adds to others and never changes them.',
  ),
  CANNOT_ROLL_BACK: deploy(
    'The deploy cannot be taken back, because later ones build on it.',
    'Take those back first, or make the change by hand.',
  ),
  CHOOSE_PACKAGE: deploy(
    'What is retrieved belongs to no package yet, and more than one could take it.',
    'Say which with `--package`.',
  ),
  CIRCULAR_DEPENDENCY: files(
    'Packages depend on each other in a circle.',
    'Move what both need into a package of its own.',
  ),
  CIRCULAR_MASTER_DETAIL: files('Objects are details of each other in a circle.', 'Make one of the fields a lookup.', [
    'object',
  ]),
  CIRCULAR_ROLES: files('Roles stand above each other in a circle.', 'Give one of them another parent, or none.', [
    'role',
  ]),
  CONFIRMATION_NEEDED: deploy(
    'The deploy takes something away, and nobody has confirmed just that.',
    'Look at what is lost; then confirm with the code that the message tells (`--confirm`, or the box in the studio).',
  ),
  CONFLICT: deploy(
    'The package and an admin changed the same property.',
    'Decide which holds: in the studio, in a decisions file, or with `--prefer`.',
  ),
  CONTRADICTION: files(
    'Two properties exclude each other.',
    'Keep the one that is meant; the message says why not both.',
    ['field', 'scenario'],
  ),
  CONTROLLED_BY_PARENT: files('Sharing is declared for a detail, whose master decides.', 'Share the master instead.', [
    'sharingRule',
  ]),
  DANGLING_REFERENCE: files(
    'A name leads to nothing.',
    'Correct the name (a near miss is suggested), or add what is missing, or the dependency that has it.',
    [
      'object',
      'field',
      'validationRule',
      'action',
      'listView',
      'page',
      'app',
      'permissionSet',
      'role',
      'sharingRule',
      'data',
      'scenario',
    ],
  ),
  DEPLOY_RUNNING: deploy(
    'Another deploy is changing large tables of the org.',
    'Nothing was changed; try again when it is done.',
  ),
  DUPLICATE_DECISION: deploy('A conflict is decided twice.', 'Keep one of the decisions.'),
  DUPLICATE_ELEMENT: deploy(
    'An element is in more than one of the packages that are to be installed.',
    'Take it out of all but one.',
  ),
  DUPLICATE_IDENTITY: files(
    'Something says by `id` that it was another first, and that one is there still.',
    'Take one of the two out, or the `id`.',
  ),
  DUPLICATE_ITEM: files('The same thing stands in a list, or on a page, twice.', 'Keep one.', ['page']),
  DUPLICATE_KEY: files('A JSON object has the same key twice.', 'Keep one; JSON would drop the first without a word.'),
  DUPLICATE_NAME: files('Two things have the same name, or names that differ in case alone.', 'Rename one of them.', [
    'object',
    'field',
    'scenario',
  ]),
  DUPLICATE_PACKAGE: files('A package is there twice.', 'Name only one of the folders.'),
  DUPLICATE_PAGE: files(
    'An object has two pages.',
    'Add to the first one, from another package with `"extends": true`.',
    ['page'],
  ),
  DUPLICATE_VALUE: imports('Two rows of the file have the same key.', 'Keep one of them.'),
  DUPLICATE_VALUES: deploy(
    'A field or key becomes unique, and records share values.',
    'Change these records first; the message has examples.',
  ),
  ELEMENT_KEPT: deploy(
    'An element is missing in this version of its package. It stays in the org.',
    'Name it as destructive if it is to go.',
  ),
  ENGINE_ELEMENT: deploy('The engine itself relies on this element.', 'Leave it; labels and texts may be changed.'),
  EXTENDS_CHANGES_PROPERTY: files(
    'A file with `"extends": true` says something about the component itself.',
    'Leave only collections in it; properties belong to the owner.',
  ),
  FIELD_NOT_WRITABLE: imports(
    'The person may not write this field.',
    'Leave the column out, or let somebody import who may.',
  ),
  FILE_TOO_LARGE: files(
    'A file is larger than any component needs.',
    'Make several components of it; records in such numbers are imported with `formwork data import`.',
  ),
  FINISH_PENDING: deploy(
    'Something that follows a deploy could not be done yet.',
    'Nothing: the next deploy or start of the server does it.',
  ),
  FORBIDDEN_KEY: files('A key is called `__proto__`.', 'Remove it.'),
  GRANT_WITHOUT_READ: files('A right is granted that needs `read` as well.', 'Add `"read": true`.', ['permissionSet']),
  INCOMPATIBLE_TYPE: deploy(
    'A field changes its type, and its records hold values that are none of the new one.',
    'Change the values that the message names, or add a new field, move the values and remove the old one.',
  ),
  INEXACT_NUMBER: files(
    'A number has more digits than a JSON number keeps, and would become another one.',
    'Write it as text, in double quotes.',
  ),
  INSTALL_SCRIPT: files(
    'A package would run a script wherever it is installed.',
    'Take it out of `package.json`; metadata runs nothing.',
  ),
  INVALID_CONDITION: files('A condition has not the shape of one.', 'See [the condition language](conditions).', [
    'validationRule',
    'action',
    'listView',
    'sharingRule',
    'scenario',
  ]),
  INVALID_CSV_FILE: imports(
    'The file cannot be read as CSV.',
    'Look at its encoding and delimiter, and at the line that the message names.',
  ),
  INVALID_DATE: imports(
    'A cell is no date of the form that the mapping names.',
    'Correct the cell, or `date` in the mapping.',
  ),
  INVALID_ELEMENT: deploy(
    'The identity of an element has not the form of one.',
    'Write it as `kind:Name/collection:item`.',
  ),
  INVALID_ENCODING: files('A file is not UTF-8 text.', 'Save it as UTF-8.'),
  INVALID_EXTENDS: files(
    '`extends` is not `true`, or the kind cannot be extended.',
    'Write `"extends": true`, or declare a component of your own.',
  ),
  INVALID_KEY: imports(
    'Rows cannot be found by this field: it is neither unique nor an external id.',
    'Choose another key, or make the field an external id.',
  ),
  INVALID_MANIFEST: files(
    'The package.json lacks what a metadata package says.',
    'Give it a name, a version and `"formwork": { "label": … }`.',
  ),
  INVALID_NAME: files(
    'A name has letters that names may not have, is too long, or lacks its ending.',
    'Use a letter, then letters, digits and single underscores, at most 43; custom objects and fields end in `__c`.',
    ['field'],
  ),
  INVALID_PATTERN: imports('A pattern of the mapping cannot be used.', 'Write a simpler regular expression.'),
  INVALID_TARBALL: files(
    'A tarball is damaged, or holds what no package may: links, devices, paths that lead out of it.',
    'Get it anew, or have `formwork package pack` make it.',
  ),
  INVALID_TEXT: files('A text holds a NUL character or half of a character pair.', 'Remove it.'),
  INVALID_VALUE: files(
    'A value is not one of those allowed, or too long, too short, too large.',
    'The message says what may stand there.',
  ),
  INVALID_VERSION_RANGE: files('A dependency names no range of versions.', 'Write one such as `^1.2.0`.'),
  LATER_REFERENCE: files(
    'A step of a scenario names a record that a later step makes.',
    'Change the `order` of the steps.',
    ['scenario'],
  ),
  LINKED_FILE: files('A file of a package is a link, which npm would leave out.', 'Put the file itself in its place.'),
  LOCK_DIFFERS: deploy(
    'What would be deployed is not what the lock has.',
    'Deploy what it names, or write the lock anew with `formwork package lock`.',
  ),
  LOCK_EDITED: deploy(
    'The lock was changed by hand: its checksum does not fit.',
    'Write it anew with `formwork package lock`.',
  ),
  MALFORMED_JSON: files(
    'A file is not JSON, or nests too deep.',
    'Look at the line and column that the message names.',
  ),
  MALFORMED_ROW: imports('A row of the file has not as many cells as its heading.', 'Correct the row.'),
  MISSING_COLUMN: imports(
    'The mapping names a column that the file lacks.',
    'Correct the heading; a near miss is suggested.',
  ),
  MISSING_DEPENDENCY: deploy(
    'A package needs another that is neither installed nor part of the deploy.',
    'Deploy that one too.',
  ),
  MISSING_ITEMS: files('A picklist has no values, a list no columns, a scenario no steps.', 'Add at least one.', [
    'field',
    'listView',
    'page',
    'scenario',
  ]),
  MISSING_KEY: imports('No column fills the key.', 'Map a column to it.'),
  MISSING_PACKAGE: files('A dependency is not there.', 'Install it with npm, or name its folder as well.'),
  MISSING_PROPERTY: files('A property that must be there is missing.', 'Add it.', ['page']),
  NEEDS_OTHER_PACKAGE: deploy(
    'What is retrieved into a package names something that the package does not depend on.',
    'Add the dependency, or move it to a package that has it.',
  ),
  NOT_PACKED: files(
    '`npm` would leave a metadata file out of the tarball.',
    'Add it to `files` in `package.json`, and see `.npmignore`.',
  ),
  NAME_TAKEN: deploy(
    'A new version renames something to what another thing is called, which stays.',
    'Rename that one, too, or delete it in a deploy before; where admins added it, choose another name or have them delete it.',
  ),
  NO_METADATA_PACKAGE: files('A metadata package depends on one that is none.', 'Tools belong into `devDependencies`.'),
  NEEDS_PACKAGE: deploy(
    'What is to be promoted changes a package that the other org has in a version without it.',
    'Promote the packages as well, with `--with-packages`.',
  ),
  NOTHING_TO_PROMOTE: deploy(
    'An element to promote was not changed in the org that it is promoted from.',
    'Correct the name, or leave it out; a near miss is suggested.',
  ),
  NO_PACKAGE: files(
    'A folder is no metadata package and holds none.',
    'Name a folder with a package.json; `formwork new package` makes one.',
  ),
  NOT_A_PACKAGE_FOLDER: deploy(
    'The folder to retrieve into holds something else than packages.',
    'Name a folder of packages, or an empty or new one.',
  ),
  NOT_AN_EXTERNAL_ID: files(
    'Records are to be found by a field that is neither unique nor an external id.',
    'Use another field, or give it `"externalId": true`.',
    ['data', 'scenario'],
  ),
  NOT_CANONICAL: files(
    'A file is sound, and laid out otherwise than Formwork writes it.',
    'Run `formwork format`: differences between versions are then differences in meaning.',
  ),
  NOT_DESTRUCTIBLE: deploy(
    'What is to be removed is not there, or still belongs to a package of this deploy.',
    'Correct the identity, or take it out of the package first.',
  ),
  NOT_SORTABLE: files('Records cannot be sorted by a field of this type.', 'Sort by another one.', ['listView']),
  NOT_WRITABLE: files('The engine alone writes this field.', 'Leave it out, or grant `read` only.', [
    'action',
    'permissionSet',
    'data',
    'scenario',
  ]),
  NOTHING_KEPT: deploy(
    'Nothing is kept of what is to be purged.',
    'Take an identity from `formwork dropped`; a near miss is suggested.',
  ),
  NOTHING_TO_RESET: deploy(
    'No package says anything about the element, so that there is nothing to go back to.',
    'Remove it instead.',
  ),
  ORG_BUSY: deploy('The tables to change stayed in use.', 'Nothing was changed; try again later.'),
  OUTDATED_DECISION: deploy(
    'A decision was made about other values than are in conflict now.',
    'Look at the conflict again, and decide anew.',
  ),
  PACKAGE_NOT_HERE: deploy(
    'The folder to retrieve into has not the package that was named.',
    'Correct the name, or retrieve into an empty folder, which takes the package whole.',
  ),
  PACKAGE_NOT_INSTALLED: deploy('The org has no package of this name.', 'Correct the name; a near miss is suggested.'),
  PACKAGES_DIFFER: deploy(
    'Two orgs have a package in different versions.',
    'A warning: promote the packages as well, or deploy the version that is wanted.',
  ),
  PACKAGE_NEEDED: deploy(
    'A package cannot be uninstalled while others need it.',
    'Uninstall these as well, or keep it.',
  ),
  PREPARATION_ABANDONED: deploy(
    'What a deploy had prepared on large tables was taken by another one.',
    'Nothing was changed; try again.',
  ),
  PUBLISHED_MEANWHILE: deploy(
    'Somebody else published while this change was made.',
    'Nothing was changed; look at what is live and try again.',
  ),
  PURGE_FAILED: deploy(
    'What was removed long ago could not be dropped for good.',
    'The message has the reason of the database; the next purge tries again.',
  ),
  RECORDS_LEFT: deploy(
    'Records that a package shipped are not in this version any more. They stay in the org.',
    'Delete them by hand if nobody needs them.',
  ),
  REPEATED_COLUMN: imports('The file has a heading more than once.', 'Rename or remove one of the columns.'),
  REPEATED_FIELD: imports('The mapping fills a field twice.', 'Keep one of the columns.'),
  REQUIRED_VALUE_MISSING: deploy(
    'A field becomes required, and some records have no value.',
    'Fill these in; until then they cannot be saved.',
  ),
  RESERVED_NAME: files('A name is a word of the query language, or one that every object has.', 'Choose another.'),
  STALE_DECISION: deploy('A decision is about something that is in no conflict any more.', 'Take it out.'),
  TAKEN_OVER: deploy(
    'The org takes over more of a package that leaves, because what it keeps of that names it.',
    'Look whether it is wanted; otherwise decide for `theirs`, and all of it goes.',
  ),
  TOKEN_EXPIRED: deploy('A checked deploy is older than ten days.', 'Check the packages anew for another token.'),
  TOKEN_OF_OTHER_PACKAGES: deploy(
    'The packages that were given are not those that were checked.',
    'Give none, or check these for a token of their own.',
  ),
  TOKEN_OUTDATED: deploy(
    'A checked deploy would do something else by now, because others were deployed since.',
    'Check the packages anew, look at the plan, and take the new token.',
  ),
  TOKEN_USED: deploy('A checked deploy was applied already.', 'Check the packages anew for another token.'),
  TOO_DEEP: deploy('A value nests too deep.', 'Write it flatter.'),
  TOO_EARLY: deploy(
    'Something was removed a moment ago, and requests that began before may still read it.',
    'Purge it a few minutes later.',
  ),
  TOO_MANY_COMPARISONS: files(
    'A condition makes more comparisons than anybody can read.',
    'Use `in` with a list, or a picklist or lookup that says the same.',
    ['validationRule', 'action', 'listView', 'sharingRule'],
  ),
  TOO_MANY_FIELDS: files('An object has more fields than fit.', 'Move some to a detail or a related object.', [
    'object',
  ]),
  TOO_MANY_FILES: files('A package has more files than fit.', 'Make several packages of it.'),
  TOO_MANY_ITEMS: files(
    'A collection has more items than fit.',
    'Make several components of it; the page of the kind says how many fit.',
  ),
  TWO_MASTERS: files('An object has two master-detail fields.', 'Make one of them a lookup.', ['object']),
  TWO_VERSIONS: files(
    '`npm` installed two versions of one package, and an org has one.',
    'Bring the ranges of those that depend on it together, then run `npm dedupe`.',
  ),
  UNDECLARED_DEPENDENCY: files(
    'A package adds to a component of another on which it does not depend.',
    'Name that package in `dependencies`.',
  ),
  UNKNOWN_DEPLOY: deploy('There is no such deploy.', 'Take an id from `formwork deploys`.'),
  UNKNOWN_ELEMENT: deploy('There is no such element.', 'Correct the identity; a near miss is suggested.'),
  UNKNOWN_FACT: files(
    'A condition speaks of a field or global that is not there, or not allowed where it stands.',
    'Correct the name; [the condition language](conditions) lists the globals.',
    ['validationRule', 'action', 'listView', 'sharingRule', 'scenario'],
  ),
  UNKNOWN_FILE: files(
    'No kind of metadata has files at this path.',
    'Move the file; a folder may have a slip in its name.',
  ),
  UNKNOWN_LOCK_FORMAT: deploy(
    'The file is no lock that this version of Formwork reads.',
    'Write it anew with `formwork package lock`.',
  ),
  UNKNOWN_NAME: imports(
    'The mapping names an object or field that is not there, or that the person may not see.',
    'Correct it; a near miss is suggested.',
  ),
  UNKNOWN_OPERATOR: files('There is no such operator.', 'See [the operators](conditions#operators).', [
    'validationRule',
    'action',
    'listView',
    'sharingRule',
    'scenario',
  ]),
  UNKNOWN_PACKAGE: deploy('No such package is installed.', 'Correct the name; a near miss is suggested.'),
  UNKNOWN_PROPERTY: files('There is no such property here.', 'Correct it (a near miss is suggested), or remove it.', [
    'field',
  ]),
  UNKNOWN_TOKEN: deploy(
    'No checked deploy of the org has the token.',
    'Take it as `deploy --check-only` printed it, with the org that it was checked for.',
  ),
  UNMAPPED_VALUE: imports('A cell holds a value that the mapping does not list.', 'Add it to `values`.'),
  UNSTORABLE_TEXT: deploy(
    'A text holds what no database can store.',
    'Remove the NUL character or the half of a character pair.',
  ),
  UPGRADE_REPLACED: deploy(
    'Other versions of packages wait by now than those that were decided about.',
    'Look at what waits now, and decide anew where it differs.',
  ),
  VALUES_LEFT_BEHIND: deploy(
    'A rollback brings a field its former type and values back; what was written since stays behind.',
    'Look at the records that the message counts, and write anew what is still needed.',
  ),
  VALUES_LOSE_PART: deploy(
    'Values of a field that changes its type come over in part.',
    'Nothing, where the rest is not needed; a rollback brings it back.',
  ),
  VALUES_PURGED: deploy(
    'A rollback brings a field or object back whose values were purged since.',
    'It is empty; where the values are needed, restore them from a backup.',
  ),
  VALUES_TOO_LONG: deploy(
    'A field shrinks below what its records hold.',
    'Shorten these first, or leave the field as long as it is.',
  ),
  VERSION_TOO_LOW: files(
    'The change asks for a higher version than `package.json` has.',
    'Raise it: to the next major version where the change breaks what others rely on.',
  ),
  VERSION_UNCHANGED: deploy(
    'What a package says changed, and its version did not.',
    'Raise the version in `package.json`.',
  ),
  WRONG_COUNT: files('A list has too few or too many items.', 'The message says how many may stand there.'),
  WRONG_EXPECTATION: files(
    'A step of a scenario expects what cannot come of it.',
    'Expect something that the message names, or do something else.',
    ['scenario'],
  ),
  WRONG_FIELD_TYPE: files('A field of another type is needed here.', 'Name one of the type that the message says.', [
    'action',
    'page',
    'sharingRule',
  ]),
  WRONG_OPERATOR: files(
    'The operator does not fit the type of the field.',
    'See [which operators fit](conditions#operators).',
    ['validationRule', 'action', 'listView', 'sharingRule', 'scenario'],
  ),
  WRONG_PACKAGE_VERSION: files(
    'A dependency is there in a version outside the range.',
    'Install another version, or widen the range.',
  ),
  WRONG_REFERENCE: files(
    'A scenario names a person or record where one of another object, or none, belongs.',
    'Name another one.',
    ['scenario'],
  ),
  WRONG_SHARING: files(
    'The sharing of an object does not fit its being a detail, or none.',
    'Details say `ControlledByParent`, all others something else.',
    ['object'],
  ),
  WRONG_STEP: files(
    'A step of a scenario lacks what it needs, or says what it has no use for.',
    'The message says what such a step takes.',
    ['scenario'],
  ),
  WRONG_TYPE: files('A value is of another JSON type.', 'Write what the message expects.'),
  WRONG_VALUE: files('A value does not fit the field that it is for.', 'The message says what the field takes.', [
    'field',
    'validationRule',
    'action',
    'listView',
    'sharingRule',
    'data',
    'scenario',
  ]),
};

function files(means: string, todo: string, kinds?: readonly KindName[]): ProblemCode {
  return { from: 'files', means, todo, ...(kinds ? { kinds } : {}) };
}

function deploy(means: string, todo: string): ProblemCode {
  return { from: 'deploy', means, todo };
}

function imports(means: string, todo: string): ProblemCode {
  return { from: 'import', means, todo };
}
