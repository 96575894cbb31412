import { expect, test } from 'vitest';
import { paths } from '../../../runtime/pages/paths.ts';

test('every page has its address', () => {
  expect({
    home: paths.home(),
    list: paths.list('Account'),
    view: paths.list('Account', { filterName: 'All', search: 'a&b', sort: 'Name', direction: 'desc', page: 3 }),
    new: paths.newRecord('Task'),
    related: paths.newRecord('Task', { WhatId: '001000000000001AAA' }),
    record: paths.record('Account', '001000000000001AAA'),
    edit: paths.editRecord('Account', '001000000000001AAA'),
    studio: paths.studio(),
    inStudio: paths.studio('objects/Account'),
    signIn: paths.signIn('/r/Account/1/view?x=1'),
    signInToOrg: paths.signIn('/signed-in', 'training'),
    signedIn: paths.signedIn(),
  }).toEqual({
    home: '/home',
    list: '/o/Account/list',
    view: '/o/Account/list?filterName=All&search=a%26b&sort=Name&direction=desc&page=3',
    new: '/o/Task/new',
    related: '/o/Task/new?WhatId=001000000000001AAA',
    record: '/r/Account/001000000000001AAA/view',
    edit: '/r/Account/001000000000001AAA/edit',
    studio: '/studio',
    inStudio: '/studio/objects/Account',
    signIn: '/auth/login?returnTo=%2Fr%2FAccount%2F1%2Fview%3Fx%3D1',
    signInToOrg: '/auth/login?returnTo=%2Fsigned-in&org=training',
    signedIn: '/signed-in',
  });
});

test('a name that tries to leave its place in the address stays in it', () => {
  expect(paths.record('../../auth', 'x/../y?z#')).toBe('/r/..%2F..%2Fauth/x%2F..%2Fy%3Fz%23/view');
});
