import type { Expectation, StepKind, StepProperties } from './schema.ts';

/** A property of a step beside those that every step has. */
export type StepProperty = Exclude<keyof StepProperties, 'order' | 'do' | 'as' | 'now' | 'expect'>;

/** What a kind of step needs, what it may have besides, and what can be expected of it. */
interface StepShape {
  readonly needs: readonly StepProperty[];
  readonly takes: readonly StepProperty[];
  readonly expects: readonly (keyof Expectation)[];
}

const WRITTEN = ['errors', 'values', 'records', 'created'] as const;
const LISTED = ['errors', 'contains', 'lacks', 'count'] as const;

/** The steps, by what they do. */
export const STEPS: Readonly<Record<StepKind, StepShape>> = {
  create: { needs: ['object'], takes: ['values'], expects: WRITTEN },
  update: { needs: ['record', 'values'], takes: [], expects: WRITTEN },
  delete: { needs: ['record'], takes: [], expects: ['errors', 'records', 'created'] },
  action: { needs: ['record', 'action'], takes: ['inputs'], expects: WRITTEN },
  find: { needs: ['object', 'where'], takes: [], expects: ['values'] },
  open: {
    needs: ['record'],
    takes: [],
    expects: ['seen', 'editable', 'deletable', 'offers', 'withholds', 'fields', 'values'],
  },
  list: { needs: ['object', 'view'], takes: ['search'], expects: LISTED },
  query: { needs: ['object'], takes: ['where', 'select'], expects: LISTED },
};
