import { findUses } from '../../platform/layers/uses.ts';
import type { StudioModel } from '../../runtime/client/api.ts';
import { applyDraft } from '../draft/apply.ts';
import { compileElements } from '../draft/compile.ts';
import { indexElements, type StudioElement } from '../draft/elements.ts';
import type { CheckAnswer, CheckRequest } from './check-messages.ts';

/** Checks drafts beside the page, so that typing never waits for it. */
// The compiler knows the globals of pages alone; in a worker, this is what the page holds as its Worker.
const page = globalThis as unknown as Worker;
let live: ReadonlyMap<string, StudioElement> = new Map();
let packages: StudioModel['packages'] = [];

page.onmessage = ({ data }: MessageEvent<CheckRequest>) => {
  if ('model' in data) {
    live = new Map(data.model.elements.map((element) => [element.id, element]));
    packages = data.model.packages;
    return;
  }
  const elements = indexElements(applyDraft(live, data.edits, data.author));
  const { problems } = compileElements(elements, packages);
  const answer: CheckAnswer = { number: data.number, problems, uses: findUses(elements.byId) };
  page.postMessage(answer);
};
