interface LoadingProps {
  /** What is being loaded, for screen readers. */
  readonly label: string;
  readonly shape: 'page' | 'table' | 'record' | 'rows';
}

/** Grey shapes of what is coming; the style sheet shows them only after 300 ms. */
export function Loading({ label, shape }: LoadingProps) {
  return (
    <div className={`fw-loading fw-loading--${shape}`} role="status">
      <span className="ds-u-visibility--screen-reader">{label}…</span>
      {Array.from({ length: ROWS[shape] }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes are all alike
        <span key={index} className="fw-loading__bar" aria-hidden="true" />
      ))}
    </div>
  );
}

const ROWS: Readonly<Record<LoadingProps['shape'], number>> = { page: 4, table: 9, record: 7, rows: 3 };
