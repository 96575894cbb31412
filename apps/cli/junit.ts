import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
// JUnit's XML has many dialects; this library writes the one that CI servers agree on.
import builder from 'junit-report-builder';

/** Cases that belong together: a package that was checked, a file of scenarios. */
export interface JUnitSuite {
  readonly name: string;
  readonly cases: readonly JUnitCase[];
}

export interface JUnitCase {
  readonly name: string;
  /** What CI servers group by: the package, or the file. */
  readonly className: string;
  readonly seconds?: number;
  /** Path of the file, as CI servers link it. */
  readonly file?: string;
  readonly skipped?: true;
  readonly failure?: {
    /** Stable name of what went wrong, such as a problem's code. */
    readonly type: string;
    readonly message: string;
    /** Place, found, expected: what a person reads below the message. */
    readonly text: string;
  };
}

/** Writes a JUnit report, which CI servers show as a list of tests. */
export async function saveJUnit(path: string, suites: readonly JUnitSuite[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, junitXml(suites));
}

/** The report as XML. */
export function junitXml(suites: readonly JUnitSuite[]): string {
  const report = builder.newBuilder();
  for (const { name, cases } of suites) {
    const suite = report.testSuite().name(plain(name));
    for (const each of cases) addCase(suite.testCase(), each);
  }
  return report.build();
}

type TestCase = ReturnType<ReturnType<typeof builder.testSuite>['testCase']>;

function addCase(test: TestCase, { name, className, seconds, file, skipped, failure }: JUnitCase): void {
  test.name(plain(name)).className(plain(className));
  if (seconds !== undefined) test.time(seconds);
  if (file !== undefined) test.file(plain(file));
  if (skipped) test.skipped();
  if (failure) test.failure(plain(failure.message), failure.type).stacktrace(plain(failure.text));
}

/** What XML 1.0 cannot hold, even escaped, becomes U+FFFD: a message may quote any text that an author wrote. */
function plain(text: string): string {
  return text.toWellFormed().replaceAll(NOT_IN_XML, '\ufffd');
}

const NOT_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
