/** What was asked for took longer than it was given. */
export class OutOfTime extends Error {
  constructor(withinMs: number) {
    super(`not done within ${withinMs} ms`);
    this.name = "OutOfTime";
  }
}
