import type { Cell } from '../../client/api.ts';
import type { ValueInfo } from './field-control.ts';
import { fieldControls } from './registry.ts';

/** A value as people read it; a dash where there is none. */
export function Value({ cell, info }: { readonly cell: Cell | undefined; readonly info: ValueInfo }) {
  if (cell === undefined || cell.value === null || cell.value === '') {
    return (
      <span className="fw-blank">
        <span aria-hidden="true">–</span>
        <span className="ds-u-visibility--screen-reader">Blank</span>
      </span>
    );
  }
  const { Display } = fieldControls[info.type];
  return <Display cell={cell} info={info} />;
}
