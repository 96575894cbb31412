import { deploy } from '../../../platform/deploy/deploy.ts';
import { Store } from '../../../platform/store/store.ts';
import { openTestPool } from '../../support/database.ts';
import { ENGINE_HOOKS, loadTestPackages } from '../../support/org.ts';
import { UPGRADED_FILES } from './order-files.ts';

/* A program for the tests: deploys the upgraded package to an org, and stops for good at a step, to be killed there. */
const [org = '', step] = process.argv.slice(2);
const store = new Store(openTestPool(), org);
const packages = await loadTestPackages([], UPGRADED_FILES);
await deploy(
  store,
  { kind: 'packages', packages, by: 'killed', note: '' },
  {
    ...ENGINE_HOOKS,
    async onStep(reached) {
      if (reached !== step) return;
      console.log(`reached ${step}`);
      await new Promise((resolve) => setTimeout(resolve, 600_000));
    },
  },
);
