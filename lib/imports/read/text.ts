/** A long text in UTF-8, made of many short ones: joined as strings they would be copied again and again. */
export class Text {
  private bytes = Buffer.allocUnsafeSlow(1 << 16);
  private length = 0;

  add(text: string) {
    // A UTF-16 unit becomes three bytes at most.
    const most = this.length + text.length * 3;
    if (most > this.bytes.length) this.grow(most);
    this.length += this.bytes.write(text, this.length);
  }

  /** What was added, in memory of its own; then it is empty. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(this.bytes.subarray(0, this.length));
    this.length = 0;
    return taken;
  }

  private grow(most: number) {
    const larger = Buffer.allocUnsafeSlow(Math.max(most, this.bytes.length * 2));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}
