import type { Context } from '../context.ts';
import type { SaveContext } from '../records/change.ts';

/** Who imports, and where: what an engine offers. */
export interface ImportHost {
  /** The person's access under the model that is live now. */
  access(): Promise<Access>;
  read<T>(access: Access, work: (context: Context) => Promise<T>): Promise<T>;
  /** One transaction. */
  write<T>(access: Access, work: (context: SaveContext) => Promise<T>): Promise<T>;
}

export type Access = Pick<Context, 'live' | 'principal'>;
