/** The run cannot start, and the message says what to do about it. */
export class UsageError extends Error {}
