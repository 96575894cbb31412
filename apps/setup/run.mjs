import { spawn } from 'node:child_process';
import { COMPILE_CACHE, NODE, ROOT } from './install.mjs';

/**
 * Runs a program on the project's Node in the foreground and ends as it ends. Signals are passed on, and the program
 * learns over its channel when this process is gone (even by kill -9), so nothing outlives its starter.
 */
export function runToEnd(args, env = {}) {
  const child = spawn(NODE, args, {
    cwd: ROOT,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env, ...env },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event) endWithParent(child);
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

/** npm killed hard does not pass anything on; its shell's going is the only sign. */
function endWithParent(child) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 500).unref();
}
