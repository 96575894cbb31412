/** A small drawing beside words; it says nothing on its own. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="st-icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d={SHAPES[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

const SHAPES = {
  undo: 'M6 3 2.5 6.5 6 10M3 6.5h6a4 4 0 0 1 0 8H6.5',
  redo: 'M10 3l3.500 3.500L10 10M13 6.500H7a4 4 0 0 0 0 8h2.500',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.600 10.600 14 14',
  grip: 'M6 3.500h.01M10 3.500h.01M6 8h.01M10 8h.01M6 12.500h.01M10 12.500h.01',
  up: 'M8 13V3M4 7l4-4 4 4',
  down: 'M8 3v10M4 9l4 4 4-4',
  remove: 'M4 4l8 8M12 4l-8 8',
  add: 'M8 3v10M3 8h10',
  chevron: 'M6 4l4 4-4 4',
  history: 'M2.500 8A5.500 5.500 0 1 0 4.500 3.800M2.500 2.500v3h3M8 5v3l2 1.500',
  object: 'M8 2l5.500 3v6L8 14l-5.500-3V5L8 2zM2.500 5 8 8l5.500-3M8 8v6',
  field: 'M2.500 5.500h11v5h-11zM5 8h3',
  validationRule: 'M8 2l5 2v4c0 3-2 5-5 6-3-1-5-3-5-6V4l5-2zM5.800 8l1.600 1.600L10.400 6.600',
  action: 'M4.500 3l8 5-8 5z',
  listView: 'M2.500 4h11M2.500 8h11M2.500 12h7',
  page: 'M2.500 2.500h11v11h-11zM2.500 6h11M8.500 6v7.500',
  app: 'M2.500 2.500h4v4h-4zM9.500 2.500h4v4h-4zM2.500 9.500h4v4h-4zM9.500 9.500h4v4h-4z',
  permissionSet: 'M4 7.500h8v6H4zM5.500 7.500V5a2.500 2.500 0 0 1 5 0v2.500',
  role: 'M8 2.500v4M4 13.500v-3.500h8v3.500M8 6.500V10M6.500 2.500h3',
  sharingRule: 'M4.500 8 11 4.500M4.500 8l6.500 3.500M3 8h.01M12.500 4h.01M12.500 12h.01',
  package: 'M2.500 5 8 2l5.500 3v6L8 14l-5.500-3zM5 3.600l5.500 3',
  data: 'M3 4c0-1 2.200-1.500 5-1.500S13 3 13 4v8c0 1-2.200 1.500-5 1.500S3 13 3 12zM3 4c0 1 2.200 1.500 5 1.500S13 5 13 4M3 8c0 1 2.200 1.500 5 1.500S13 9 13 8',
  scenario: 'M6 2.500h4M7 2.500v4L3.500 12c-.500 1 0 1.500 1 1.500h7c1 0 1.500-.500 1-1.500L9 6.500v-4M5.500 10h5',
  error: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.500M8 11h.01',
  warning: 'M8 2.500 14.500 13.500h-13zM8 6.500v3M8 11.500h.01',
  check: 'M3 8.500 6.500 12 13 4.500',
  reset: 'M3 3v4h4M3.500 7A5 5 0 1 1 3 9.500',
  eye: 'M1.500 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
} as const;

export type IconName = keyof typeof SHAPES;
