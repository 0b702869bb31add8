import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env['NHIPCAU_SERVER'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
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
