import { describeChange } from './describe-change.ts';
import type { FillChange, Step } from './steps.ts';

/** One step of a deploy as a sentence for the person who reviews it. */
export function describeStep(step: Step): string {
  switch (step.step) {
    case 'change':
      return describeChange(step.change);
    case 'createFunction':
      return `Create the function that converts ${step.change.fromType} to ${step.change.toType} for ${step.change.object}.${step.change.field}`;
    case 'fill':
      return `${describeFill(step.change)}, in batches`;
    case 'clear':
      return `${describeFill(step.change)}, in batches`;
    case 'watch':
      return `Index the records of ${step.watch.table} that ${step.watch.what}`;
    case 'fillRest':
      return `${describeFill(step.change)}: those written meanwhile`;
    case 'buildIndex':
      return `${describeChange(step.change)}: build the index beside the work of others`;
    case 'useIndex':
      return `${describeChange(step.change)}: the index that was built takes effect`;
    case 'addForeignKey':
      return `${describeChange(step.change)}, for what is written from now on`;
    case 'validateForeignKey':
      return `Check that ${step.change.table}.${step.change.column} refers to records that are there`;
    case 'dropIndex':
      return `Drop index ${step.name} of ${step.table}`;
    case 'dropFunction':
      return `Drop function ${step.name}`;
  }
}

function describeFill(change: FillChange): string {
  if (change.change !== 'addForeignKey') return describeChange(change);
  return `Blank references of ${change.table}.${change.column} to records of ${change.references} that are gone`;
}
