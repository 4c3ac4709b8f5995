// Fixed names, so that the page of this lesson can name them; a site would keep the hashes, and cache for ever.
const names = 'assets/[name][extname]';

export default {
  root: 'site',
  logLevel: 'error',
  build: {
    target: 'esnext',
    modulePreload: false,
    emptyOutDir: true,
    rollupOptions: { output: { entryFileNames: 'assets/[name].js', assetFileNames: names } },
  },
};
