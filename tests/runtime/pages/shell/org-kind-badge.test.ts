import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ORG_KINDS } from '../../../../platform/store/org-kind.ts';
import { OrgKindBadge } from '../../../../runtime/pages/shell/OrgKindBadge.tsx';

describe('the badge of an org that nobody relies on', () => {
  it.each(ORG_KINDS)('says what a %s org is, in words', (kind) => {
    const html = renderToStaticMarkup(createElement(OrgKindBadge, { name: 'demo_2', kind }));
    expect(html.toLowerCase()).toContain(`>${kind}`);
    expect(html).toContain('title="Org demo_2"');
  });
});
