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

createRoot(present(document.getElementById('app'), '#app')).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
