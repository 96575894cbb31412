import { createContext, useContext } from 'react';

/** What a lookup input must know beyond its field: of which object it is a field, and the names already known. */
export interface LookupScope {
  readonly object: string;
  /** Name of the record that the field points to at first, where it may be told. */
  readonly nameOf: (field: string, id: string) => string | undefined;
}

const LookupContext = createContext<LookupScope>({ object: '', nameOf: () => undefined });

/** Provides the scope of the lookups inside a form. */
export const LookupScopeProvider = LookupContext.Provider;

/** The scope of the form that the input stands in. */
export function useLookupScope(): LookupScope {
  return useContext(LookupContext);
}
