import { useEffect, useRef, useState } from 'react';
import type { Edit } from '../../platform/layers/org-layer.ts';
import type { StudioModel } from '../../runtime/client/api.ts';
import type { Author } from '../draft/apply.ts';
import type { CheckAnswer, CheckRequest } from './check-messages.ts';

type Findings = Pick<CheckAnswer, 'problems' | 'uses'>;

const NOTHING: Findings = { problems: [], uses: [] };

/** The findings of the last draft that the worker has checked; it never has more than one draft waiting. */
export function useLiveCheck(model: StudioModel, edits: readonly Edit[], author: Author): Findings {
  const [findings, setFindings] = useState(NOTHING);
  const worker = useRef<CheckWorker>(undefined);
  useEffect(() => {
    const checker = startWorker(setFindings);
    worker.current = checker;
    return checker.stop;
  }, []);
  useEffect(() => worker.current?.tell({ model: { elements: model.elements, packages: model.packages } }), [model]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another live model is checked anew as well
  useEffect(() => worker.current?.check(edits, author), [model, edits, author]);
  return findings;
}

type CheckWorker = ReturnType<typeof startWorker>;

function startWorker(onFindings: (findings: Findings) => void) {
  const worker = new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module' });
  let asked = 0;
  let isBusy = false;
  let waiting: CheckRequest | undefined;
  const send = (request: CheckRequest) => {
    isBusy = true;
    worker.postMessage(request);
  };
  worker.onmessage = ({ data }: MessageEvent<CheckAnswer>) => {
    isBusy = false;
    if (waiting) send(waiting);
    else if (data.number === asked) onFindings(data);
    waiting = undefined;
  };
  return {
    tell: (request: CheckRequest) => worker.postMessage(request),
    check: (edits: readonly Edit[], author: Author) => {
      asked += 1;
      const request: CheckRequest = { number: asked, edits, author };
      if (isBusy) waiting = request;
      else send(request);
    },
    stop: () => worker.terminate(),
  };
}
