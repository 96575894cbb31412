/** One line of progress on standard error: redrawn on a terminal, a line every tenth otherwise. */
export interface ProgressLine {
  show(done: number, total: number): void;
  end(): void;
}

/** Progress of something counted in `noun`. */
export function progressLine(noun: string): ProgressLine {
  const { stderr } = process;
  let lastTenth = -1;
  let isDrawn = false;
  return {
    show(done, total) {
      const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
      const words = `${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} ${noun} (${percent} %)`;
      if (stderr.isTTY) {
        stderr.write(`\r${words}`);
        isDrawn = true;
      } else if (Math.floor(percent / 10) > lastTenth) {
        lastTenth = Math.floor(percent / 10);
        stderr.write(`${words}\n`);
      }
    },
    end() {
      if (isDrawn) stderr.write('\n');
    },
  };
}
