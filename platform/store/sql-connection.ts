/** Where SQL runs: a pool, or a client inside a transaction. */
export interface SqlConnection {
  query(config: { readonly text: string; readonly values?: readonly unknown[] }): Promise<{
    readonly rows: Record<string, unknown>[];
  }>;
}
