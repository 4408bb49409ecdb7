/** A step of the schema. What has run somewhere is never changed again: a new step follows. */
export interface Migration {
  /** `0002-what-it-brings`; they run in the order of their numbers. */
  name: string;
  /** Plain SQL of PostgreSQL 15, one statement each, since the Data API takes no more at once. */
  statements: string[];
}
