import { useSyncExternalStore } from 'react';
import { useLocation } from 'react-router';
import type { SessionInfo } from '../../client/api.ts';
import { useSession } from '../session.ts';

type App = SessionInfo['apps'][number];

const KEY = 'formwork.app';
const CHANGED = 'formwork:app';

/** The app whose tabs show: the one last chosen, unless the page's object is only in another. */
export function useCurrentApp(): App | undefined {
  const { apps } = useSession();
  const { pathname } = useLocation();
  const chosen = useSyncExternalStore(onAppChange, () => localStorage.getItem(KEY));
  return appOf(apps, chosen, objectOf(pathname));
}

/** Remembers the app on this device. */
export function chooseApp(name: string): void {
  localStorage.setItem(KEY, name);
  dispatchEvent(new Event(CHANGED));
}

/** Object whose page an address shows: `/o/{Object}/…` and `/r/{Object}/…`. */
export function objectOf(pathname: string): string | undefined {
  const object = /^\/[or]\/([^/]+)\//.exec(pathname)?.[1];
  return object === undefined ? undefined : decodeURIComponent(object);
}

/** Which app to show for the one last chosen and the object at hand. */
export function appOf(apps: readonly App[], chosen: string | null, object: string | undefined): App | undefined {
  const preferred = apps.find((app) => app.name === chosen) ?? apps[0];
  if (object === undefined || preferred === undefined || hasTab(preferred, object)) return preferred;
  return apps.find((app) => hasTab(app, object)) ?? preferred;
}

function hasTab(app: App, object: string): boolean {
  return app.tabs.some((tab) => tab.object === object);
}

function onAppChange(notify: () => void): () => void {
  addEventListener(CHANGED, notify);
  addEventListener('storage', notify);
  return () => {
    removeEventListener(CHANGED, notify);
    removeEventListener('storage', notify);
  };
}
