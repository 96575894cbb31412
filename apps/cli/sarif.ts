import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
// The format that code hosts take results in; the library knows which parts of it belong together.
import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from 'node-sarif-builder';
import { problemCodes } from '../../platform/deploy/problem-codes.ts';
import type { ReportedProblem } from './reported.ts';
import { ownVersion } from './version.ts';

/** Writes problems as SARIF 2.1.0, which GitHub and GitLab show at their lines. */
export async function saveSarif(path: string, problems: readonly ReportedProblem[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, sarifText(problems));
}

/** The report: rules are the codes, with what they mean; places are relative to the root of the repository. */
export function sarifText(problems: readonly ReportedProblem[]): string {
  const run = new SarifRunBuilder();
  run.run.tool.driver = { name: 'Formwork', semanticVersion: ownVersion(), rules: [] };
  run.run.originalUriBaseIds = { [ROOT]: { description: { text: 'The root of the repository.' } } };
  run.run.columnKind = 'utf16CodeUnits';
  for (const code of [...new Set(problems.map((problem) => problem.code))].sort()) run.addRule(ruleOf(code));
  for (const problem of problems) run.addResult(resultOf(problem));
  const report = new SarifBuilder({ $schema: SCHEMA });
  report.addRun(run);
  return `${report.buildSarifJsonString({ indent: true })}\n`;
}

const ROOT = '%SRCROOT%';
const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

function ruleOf(code: string) {
  const { means, todo } = problemCodes[code] ?? { means: code, todo: code };
  const rule = new SarifRuleBuilder().initSimple({ ruleId: code, shortDescriptionText: means });
  rule.rule.name = pascalCase(code);
  rule.rule.help = { text: `${means} ${todo}` };
  return rule;
}

function resultOf({ code, severity, text, file, line, column }: ReportedProblem) {
  const result = new SarifResultBuilder();
  result.setRuleId(code);
  result.setLevel(severity);
  result.setMessageText(text);
  result.setLocationArtifactUri(
    file.startsWith('../') ? { uri: encodePath(file) } : { uri: encodePath(file), uriBaseId: ROOT },
  );
  if (line !== undefined) result.setLocationRegion({ startLine: line, startColumn: column ?? 1 });
  return result;
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** `DANGLING_REFERENCE` as SARIF names rules: `DanglingReference`. */
function pascalCase(code: string): string {
  return code.toLowerCase().replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
