import type { AppDef } from '../../../platform/layers/model.ts';
import type { SessionInfo, TabInfo } from '../../client/api.ts';
import type { Access } from '../../engine.ts';
import type { ServerParts } from '../server.ts';
import { mayReadObject } from '../visible.ts';
import { visibleViews } from './views.ts';

/** Who is signed in and where they may go. */
export function sessionInfo({ engine, organization, options }: ServerParts, access: Access): SessionInfo {
  const { principal, live } = access;
  const apps = [...live.model.apps.values()]
    .filter(({ name }) => principal.permissions.apps.has(name))
    .sort((one, other) => one.order - other.order || (one.name < other.name ? -1 : 1))
    .map(({ name, label, description, tabs }) => ({ name, label, description, tabs: tabInfos(access, tabs) }))
    .filter(({ tabs }) => tabs.length > 0);
  return {
    user: {
      id: principal.userId,
      username: principal.username,
      name: principal.name,
      email: principal.email,
      timeZone: principal.timeZone,
      locale: principal.locale,
    },
    org: { id: organization.id, name: engine.org, label: organization.name, kind: organization.kind },
    modelVersion: live.version,
    apps,
    isAdmin: principal.permissions.system.has('CustomizeApplication'),
    mode: options.mode,
  };
}

function tabInfos(access: Access, tabs: AppDef['tabs']): readonly TabInfo[] {
  return tabs.flatMap(({ object: name, label }) => {
    const object = access.live.model.objects.get(name);
    if (!object || !mayReadObject(access, name)) return [];
    const [view] = visibleViews(access, object);
    return view ? [{ object: name, label: label ?? object.pluralLabel, listView: view.name }] : [];
  });
}
