import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const usualPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Starts one headless Chromium; its contexts share nothing but the processes.
 *
 * Fake devices stand behind `getUserMedia`, and nothing slows pages down that nobody looks at.
 *
 * @throws when no Chromium is installed
 */
export async function launchChromium(): Promise<Browser> {
  const executablePath = [process.env['CHROMIUM_BIN'], ...usualPlaces].find(
    (place) => place !== undefined && existsSync(place),
  );
  if (executablePath === undefined) throw new Error('no Chromium found: apt-get install chromium');
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      // As root, and in containers, Chromium's own sandbox cannot be set up; it only loads our pages.
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-timer-throttling',
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
    ],
  });
}
