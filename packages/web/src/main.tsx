// First: it decides how schemas are made.
import './api/schema-settings.ts';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';
import { present } from '@nhipcau/base';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';

// The page is drawn without a style sheet that was lost on the way; ask-again.js brings it.
globalThis.addEventListener('vite:preloadError', (event) => {
  if (event.payload.message.startsWith('Unable to preload CSS')) event.preventDefault();
});

createRoot(present(document.getElementById('app'), '#app')).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
