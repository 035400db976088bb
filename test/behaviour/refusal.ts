/** An answer other than success, thrown from wherever the reason is found. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const refuse = (detail: string): never => {
  throw new Refusal(400, detail);
};

export const missing = (what: string): never => {
  throw new Refusal(404, `${what} does not exist`);
};
