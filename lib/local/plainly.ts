/** An error whose message is the whole story for the person at the terminal: shown as one sentence, without a stack. */
export class Plainly extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Plainly";
  }
}

/** What a part of the start says: one line each, so that a terminal shows the way and the logs the details. */
export function say(line: string) {
  process.stdout.write(`${line}\n`);
}
