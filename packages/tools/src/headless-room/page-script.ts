import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

/** Whose synthetic camera and microphone a page has. Written into the page; see `page/devices.ts`. */
export interface SyntheticDevices {
  /** Number of the site, 1 to 9 999: painted large and into the marker. */
  readonly number: number;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly sound:
    | { readonly kind: 'tone'; readonly hz: number }
    | { readonly kind: 'tune'; readonly hz: number }
    /** The tone for a fifth of each second, from the full second of the machine's clock on: tells when it was made. */
    | { readonly kind: 'beat'; readonly hz: number }
    | { readonly kind: 'silence' };
  /** A machine-readable block in the picture's corner; off where people look at it. */
  readonly marker: boolean;
}

export interface PageScriptOptions {
  /** Null: the browser's own devices. */
  readonly devices: SyntheticDevices | null;
  /** Read every presented frame and every sound, to tell what arrives. Costs processor time. */
  readonly probes: boolean;
}

/** In this order: later ones use what earlier ones declare. */
const parts = ['marker.ts', 'devices.ts', 'reception.ts'];

const source = (part: string): string =>
  stripTypeScriptTypes(readFileSync(new URL(`./page/${part}`, import.meta.url), 'utf8'));

/** A script to run in a page before the page's own: replaces its devices and installs the probes. */
export function pageScript({ devices, probes }: PageScriptOptions): string {
  return [
    '(() => {',
    // Pages without a connection to devices, such as about:blank, are left alone.
    'if (!globalThis.isSecureContext || !navigator.mediaDevices) return;',
    ...parts.map(source),
    ...(devices ? [`replaceDevices(${JSON.stringify(devices)});`] : []),
    ...(probes ? ['installProbes();'] : []),
    '})();',
  ].join('\n');
}

/** What the wall's bench counts in the operator's page, as `wallProbe` of that page. */
export const wallProbeScript = (): string => `(() => {\n${source('wall-probe.ts')}\n})();`;
