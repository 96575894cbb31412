import type { Edit } from '../../platform/layers/org-layer.ts';
import type { Use } from '../../platform/layers/uses.ts';
import type { Problem } from '../../platform/problem.ts';
import type { StudioModel } from '../../runtime/client/api.ts';
import type { Author } from '../draft/apply.ts';

/** What the page tells the worker: what is live, then each state of the draft. */
export type CheckRequest =
  | { readonly model: Pick<StudioModel, 'elements' | 'packages'> }
  | { readonly number: number; readonly edits: readonly Edit[]; readonly author: Author };

/** What is wrong with the draft of that number, and what names what in it. */
export interface CheckAnswer {
  readonly number: number;
  readonly problems: readonly Problem[];
  readonly uses: readonly Use[];
}
