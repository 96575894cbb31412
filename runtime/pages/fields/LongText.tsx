import { textControl } from './text-control.tsx';

export const LongText = textControl({ rows: 5, show: (text) => <span className="fw-longtext">{text}</span> });
