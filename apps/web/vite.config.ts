import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the pages into apps/web/dist, which the server serves. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Fonts stay files: the content security policy need not allow data there.
    assetsInlineLimit: 0,
    // The form library names its test kit's validator, which nothing of ours reaches.
    rolldownOptions: { external: ['@rjsf/validator-ajv8'] },
  },
});
