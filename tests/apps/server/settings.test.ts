import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../../apps/server/settings.ts';

const parse = (environment: Record<string, string>) => parseSettings(environment, '/project');
const problems = (environment: Record<string, string>) => {
  const parsed = parse(environment);
  return parsed.ok ? [] : parsed.problems;
};
const PRODUCTION = {
  FORMWORK_MODE: 'production',
  FORMWORK_PUBLIC_URL: 'https://forms.example.gov/',
  FORMWORK_OIDC_ISSUER: 'https://id.example.gov',
  FORMWORK_OIDC_CLIENT_ID: 'formwork',
  FORMWORK_OIDC_CLIENT_SECRET: 'secret',
};

describe('settings', () => {
  it('need nothing for a demo', () => {
    expect(parse({})).toEqual({
      ok: true,
      settings: {
        host: '127.0.0.1',
        port: 3000,
        publicUrl: undefined,
        databaseUrl: undefined,
        dataFolder: '/project/.formwork',
        org: 'demo',
        otherOrgs: [],
        mode: 'demo',
        keepDroppedDays: 30,
        identityProvider: undefined,
      },
    });
  });

  it.each(['0', '1.5', '-3', 'a month', '3651'])('do not keep what was removed for %s days', (days) => {
    expect(problems({ FORMWORK_KEEP_DROPPED_DAYS: days })).toEqual([
      `FORMWORK_KEEP_DROPPED_DAYS is "${days}"; it is a whole number of days from 1 to 3650.`,
    ]);
    expect(problems({ FORMWORK_KEEP_DROPPED_DAYS: '7' })).toEqual([]);
  });

  it('name the other orgs that are served, or all of them', () => {
    const otherOrgs = (text: string) => {
      const parsed = parse({ FORMWORK_ORGS: text });
      return parsed.ok ? parsed.settings.otherOrgs : parsed.problems;
    };
    expect(otherOrgs('all')).toBe('all');
    expect(otherOrgs('training, sandbox_2,')).toEqual(['training', 'sandbox_2']);
    expect(otherOrgs('training,No Name')).toEqual([
      expect.stringMatching(/^FORMWORK_ORGS: Not a name for an org: "No Name"/),
    ]);
  });

  it('tell all their problems at once, each by its variable and without secrets', () => {
    const found = problems({
      PORT: '99999',
      FORMWORK_MODE: 'test',
      FORMWORK_ORG: 'Drop; table',
      FORMWORK_PUBLIC_URL: 'forms.example.gov/path',
      DATABASE_URL: 'mysql://user:hunter2@host/db',
      FORMWORK_OIDC_ISSUER: 'https://id.example.gov',
    }).join('\n');
    for (const name of [
      'PORT',
      'FORMWORK_MODE',
      'FORMWORK_ORG',
      'FORMWORK_PUBLIC_URL',
      'DATABASE_URL',
      'FORMWORK_OIDC_CLIENT_SECRET',
    ])
      expect(found).toContain(name);
    expect(found).not.toContain('hunter2');
  });

  it('refuse production without a real identity provider and a secure address', () => {
    expect(problems({ FORMWORK_MODE: 'production' }).join('\n')).toMatch(
      /FORMWORK_OIDC_ISSUER[\s\S]*FORMWORK_PUBLIC_URL/,
    );
    expect(problems({ ...PRODUCTION, FORMWORK_OIDC_ISSUER: 'http://id.example.gov' })).toEqual([
      expect.stringContaining('https:'),
    ]);
    expect(problems({ ...PRODUCTION, FORMWORK_PUBLIC_URL: 'http://forms.example.gov' })).toEqual([
      expect.stringContaining('https:'),
    ]);
    expect(parse(PRODUCTION)).toMatchObject({ ok: true, settings: { publicUrl: 'https://forms.example.gov' } });
  });
});
