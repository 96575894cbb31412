import { describe, expect, it } from 'vitest';
import { createThrottle } from '../../../runtime/http/throttle.ts';

describe('the throttle', () => {
  const start = (now: () => number) =>
    createThrottle({ failuresPerName: 3, failuresPerAddress: 5, windowSeconds: 60, now });

  it('stops a name from one address after its failures, until the window has passed', () => {
    let time = 0;
    const throttle = start(() => time);
    const attempt = { name: 'Ann', address: '10.0.0.1' };
    for (let failure = 0; failure < 3; failure++) {
      expect(throttle.waitSeconds(attempt)).toBe(0);
      throttle.fail({ ...attempt, name: 'ann' });
    }
    expect(throttle.waitSeconds(attempt)).toBe(60);
    expect(throttle.waitSeconds({ ...attempt, address: '10.0.0.2' })).toBe(0);
    time = 59_500;
    expect(throttle.waitSeconds(attempt)).toBe(1);
    time = 60_000;
    expect(throttle.waitSeconds(attempt)).toBe(0);
  });

  it('stops an address that tries many names, whatever else succeeds there', () => {
    const throttle = start(() => 0);
    for (let name = 0; name < 5; name++) throttle.fail({ name: `name ${name}`, address: '10.0.0.1' });
    throttle.succeed({ name: 'name 1', address: '10.0.0.1' });
    expect(throttle.waitSeconds({ name: 'fresh', address: '10.0.0.1' })).toBe(60);
    expect(throttle.waitSeconds({ name: 'fresh', address: '10.0.0.2' })).toBe(0);
  });
});
