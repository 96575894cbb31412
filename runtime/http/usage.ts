/** Calls that an org may make in a day, as clients are told; nobody is stopped by it. */
const DAILY_CALLS = 1_000_000;
const DAY_MS = 86_400_000;

/** Counts the API calls of this process since midnight UTC, for the header and the limits that clients look at. */
export interface Usage {
  count(): void;
  /** `api-usage=18/1000000`. */
  header(): string;
  calls(): { readonly Max: number; readonly Remaining: number };
}

export function createUsage(now: () => number = Date.now): Usage {
  let day = Math.floor(now() / DAY_MS);
  let calls = 0;
  return {
    count() {
      const today = Math.floor(now() / DAY_MS);
      calls = today === day ? calls + 1 : 1;
      day = today;
    },
    header: () => `api-usage=${calls}/${DAILY_CALLS}`,
    calls: () => ({ Max: DAILY_CALLS, Remaining: Math.max(DAILY_CALLS - calls, 0) }),
  };
}
