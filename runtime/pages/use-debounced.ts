import { useEffect, useState } from 'react';

/** The value once it has not changed for `delay` milliseconds; a value that becomes or was undefined passes at once. */
export function useDebounced<Value>(value: Value, delay: number): Value {
  const [settled, setSettled] = useState(value);
  const isInstant = value === undefined || settled === undefined;
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), isInstant ? 0 : delay);
    return () => clearTimeout(timer);
  }, [value, delay, isInstant]);
  return settled;
}
