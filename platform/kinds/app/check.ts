import type { Finding } from '../finding.ts';
import { danglingReference, pointerTo } from '../findings.ts';
import type { ComponentView, ModelView } from '../model-view.ts';

/** Each tab of an app shows an object that exists. */
export function checkApp({ value }: ComponentView, model: ModelView): Finding[] {
  const { tabs = {} } = value as { readonly tabs?: Readonly<Record<string, unknown>> }; // fits the kind's schema
  return Object.keys(tabs)
    .filter((object) => !model.objects.has(object))
    .map((object) =>
      danglingReference({
        pointer: pointerTo('tabs', object),
        what: 'object',
        found: object,
        candidates: model.objects.keys(),
      }),
    );
}
