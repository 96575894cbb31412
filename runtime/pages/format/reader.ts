import { createContext, useContext } from 'react';

/** For whom values are formatted. */
export interface Reader {
  /** BCP 47, such as `en-US`. */
  readonly locale: string;
  /** IANA, such as `America/New_York`. */
  readonly timeZone: string;
}

const ReaderContext = createContext<Reader>({ locale: 'en-US', timeZone: 'UTC' });

/** Provides the reader that `useReader` gives. */
export const ReaderProvider = ReaderContext.Provider;

/** The signed-in person's locale and time zone. */
export function useReader(): Reader {
  return useContext(ReaderContext);
}

/** Makes a reader that Intl accepts from what a user record holds: `en_US` is `en-US`, nonsense is the default. */
export function readerOf(locale: string, timeZone: string): Reader {
  return { locale: supportedLocale(locale.replaceAll('_', '-')), timeZone: supportedTimeZone(timeZone) };
}

function supportedLocale(locale: string): string {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale)[0] ?? 'en-US';
  } catch {
    return 'en-US'; // Not a language tag at all.
  }
}

function supportedTimeZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return 'UTC'; // Intl refuses names that it does not know.
  }
}
