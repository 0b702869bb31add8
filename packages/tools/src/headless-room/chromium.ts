import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const usualPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts the program that it is told in the environment in a network namespace. */
const IN_BRANCH = join(import.meta.dirname, '../network/in-branch.sh');

/**
 * Starts one headless Chromium; its contexts share nothing but the processes.
 *
 * Fake devices stand behind `getUserMedia`, and nothing slows pages down that nobody looks at.
 *
 * @param branch - name of the network namespace it runs in; null: this one
 * @param trusts - hash of the key of a certificate that it takes besides, of a test's own server; null: none
 * @throws when no Chromium is installed
 */
export async function launchChromium(
  branch: string | null = null,
  trusts: string | null = null,
): Promise<Browser> {
  const executablePath = [process.env['CHROMIUM_BIN'], ...usualPlaces].find(
    (place) => place !== undefined && existsSync(place),
  );
  if (executablePath === undefined) throw new Error('no Chromium found: apt-get install chromium');
  const there = branch === null ? {} : { NHIPCAU_BRANCH: branch, NHIPCAU_CHROMIUM: executablePath };
  return chromium.launch({
    executablePath: branch === null ? executablePath : IN_BRANCH,
    env: { ...process.env, ...there },
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
      ...(trusts === null ? [] : [`--ignore-certificate-errors-spki-list=${trusts}`]),
    ],
  });
}
