import { InlineError } from '@cmsgov/design-system';
import type { ElementId } from '../../platform/packages/element.ts';
import type { Problem } from '../../platform/problem.ts';
import { useStudio } from '../state/studio-context.ts';

interface PropertyProblemsProps {
  readonly element: ElementId;
  readonly property: string;
}

/** What is wrong with one property, at its place. */
export function PropertyProblems({ element, property }: PropertyProblemsProps) {
  const { problems } = useStudio();
  return problemsAt(problems, element, property).map((problem) => (
    <InlineError key={problem.message}>{problem.message}</InlineError>
  ));
}

/** The problems of a property of an element. */
function problemsAt(problems: readonly Problem[], element: ElementId, property: string): readonly Problem[] {
  return problems.filter(
    (problem) => problem.element === element && problem.pointer?.split('/').includes(property) === true,
  );
}
