import { deploy } from '../../../platform/deploy/deploy.ts';
import { Store } from '../../../platform/store/store.ts';
import { openTestPool } from '../../support/database.ts';
import { ENGINE_HOOKS, loadTestPackages } from '../../support/org.ts';
import { AFTER, LIMITS } from './killed-files.ts';

/*
 * A program for the tests: deploys a package to an org, and stops for good at one of its steps, to be killed there.
 * Arguments: the org, which way is gone, and the step by its name or its number, counted from 1.
 */
const [org = '', path = 'small', step] = process.argv.slice(2);
const store = new Store(openTestPool(), org);
const packages = await loadTestPackages([], AFTER);
let reached = 0;
await deploy(
  store,
  { kind: 'packages', packages, by: 'killed', note: '' },
  {
    ...ENGINE_HOOKS,
    ...(path === 'big' ? { limits: LIMITS } : {}),
    async onStep(name) {
      if (++reached !== Number(step) && name !== step) return;
      console.log(`reached ${name}`);
      await new Promise((resolve) => setTimeout(resolve, 600_000));
    },
  },
);
