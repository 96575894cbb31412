import { cloneOrg } from '../../../platform/orgs/clone.ts';
import { openTestPool } from '../../support/database.ts';
import { ENGINE_HOOKS } from '../../support/org.ts';

/* A program for the tests: clones an org with its records, and stops for good half way, to be killed there. */
const [from = '', name = ''] = process.argv.slice(2);
let tables = 0;
await cloneOrg(openTestPool(), name, {
  ...{ from, withRecords: true, kind: 'sandbox', hooks: ENGINE_HOOKS },
  onProgress() {
    tables += 1;
    if (tables < 3) return;
    console.log('half way');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
