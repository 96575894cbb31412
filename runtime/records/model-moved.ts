/** A deploy changed the model between the begin of a request and its save: reload the model and begin anew. */
export class ModelMovedError extends Error {
  readonly pinned: number;
  readonly live: number;

  constructor(pinned: number, live: number) {
    super(`The save was prepared with version ${pinned} of the model; version ${live} is live.`);
    this.name = 'ModelMovedError';
    this.pinned = pinned;
    this.live = live;
  }
}
