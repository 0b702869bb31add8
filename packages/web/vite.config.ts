import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const server = process.env['NHIPCAU_SERVER'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), compressed()],
  build: {
    target: 'es2023',
    // Nothing is put inline: the content security policy allows our own files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // The settings of the schemas must be in force before the first schema is made.
            { name: 'schemas', test: /node_modules\/zod\/|schema-settings/ },
            {
              name: 'media',
              test: /node_modules\/(mediasoup-client|sdp-transform|h264-profile-level-id|awaitqueue)\//,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': { target: server },
      '/ws': { target: server, ws: true },
    },
  },
});

/** Lays `.br` and `.gz` beside whatever is text: a page is four times as soon on the line of a commune. */
function compressed(): Plugin {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle: async ({ dir = 'dist' }) => {
      const files = await readdir(dir, { recursive: true });
      for (const file of files.filter((name) => /\.(js|css|html|svg)$/.test(name))) {
        const path = join(dir, file);
        const bytes = await readFile(path);
        await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, quality));
        await writeFile(`${path}.gz`, await promisify(gzip)(bytes));
      }
    },
  };
}
