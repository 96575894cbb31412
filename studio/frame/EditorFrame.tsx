import type { ReactNode } from 'react';
import { PageHeading } from '../../runtime/pages/shell/PageHeading.tsx';

interface EditorFrameProps {
  /** What kind of thing this is, above its name. */
  readonly kind: ReactNode;
  readonly title: string;
  /** API name and where it comes from. */
  readonly details?: ReactNode;
  readonly actions?: ReactNode;
  readonly properties?: ReactNode;
  /** What stands below the canvas, whatever the editor. */
  readonly after?: ReactNode;
  readonly children: ReactNode;
}

/** The canvas in the middle and the properties beside it. */
export function EditorFrame({ kind, title, details, actions, properties, after, children }: EditorFrameProps) {
  return (
    <>
      <div className="st-canvas">
        <header className="st-canvas__header">
          <div>
            <p className="st-canvas__kind">{kind}</p>
            <PageHeading documentTitle={`${title} · Studio`}>{title}</PageHeading>
            {details && <div className="st-canvas__details">{details}</div>}
          </div>
          {actions && <div className="st-canvas__actions">{actions}</div>}
        </header>
        {children}
        {after}
      </div>
      {properties && (
        <aside className="st-properties" aria-label="Properties">
          {properties}
        </aside>
      )}
    </>
  );
}
