import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const SOAP = 'http://www.w3.org/2003/05/soap-envelope';

/** How it answers what is asked of it. */
export type Manner =
  /** As the standard says. */
  | 'proper'
  /** It takes the question and is silent. */
  | 'silent'
  /** A page of HTML, as some give on the wrong port. */
  | 'page'
  /** XML that is cut in the middle. */
  | 'cut'
  /** A proper envelope around an answer to something else. */
  | 'other';

/**
 * A camera as a room has it: an HTTP server that speaks ONVIF (device, media and PTZ service) by its published messages
 * and shares nothing with the client. It checks the digest of WS-UsernameToken, refuses a nonce that was used before and
 * a time that is not its own, keeps positions under tokens of its own, and says faults in the words of the standard.
 */
export class SimulatedOnvifCamera {
  readonly #server: Server;
  readonly #nonces = new Set<string>();
  /** The names of everything that was asked with a good password, in order. */
  readonly heard: string[] = [];
  readonly presets = new Map<string, { readonly name: string; readonly position: number }>();
  /** Where it looks; each preset is about this. */
  position = 0;
  /** How it moves: pan, tilt and zoom. */
  velocity: readonly [number, number, number] = [0, 0, 0];
  password = 'mat-khau & <bi mat>';
  manner: Manner = 'proper';
  /** Its clock is wrong by so much, as it is in many a room. */
  clockAheadMs = 3 * 3_600_000;
  #nextToken = 1;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => this.#answer(Buffer.concat(chunks).toString('utf8'), response));
    });
  }

  static async open(): Promise<SimulatedOnvifCamera> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new SimulatedOnvifCamera(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer(xml: string, response: ServerResponse): void {
    const send = (status: number, body: string) =>
      response.writeHead(status, { 'content-type': 'application/soap+xml; charset=utf-8' }).end(body);
    const say = (body: string) => send(200, envelope(body));
    const fault = (subcode: string, reason: string) => send(400, envelope(faultOf(subcode, reason)));
    switch (this.manner) {
      case 'silent':
        return;
      case 'page':
        send(200, '<!DOCTYPE html><html><body><h1>Camera</h1></body></html>');
        return;
      case 'cut':
        send(200, envelope('<tptz:GetPresetsResponse>').slice(0, 120));
        return;
      case 'other':
        say('<tds:GetHostnameResponse><tds:Name>camera</tds:Name></tds:GetHostnameResponse>');
        return;
      case 'proper':
    }
    const method = /<s:Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(xml)?.[1] ?? '';
    if (method === 'GetSystemDateAndTime') return void say(this.#time());
    if (!this.#isAuthorised(xml)) return void fault('ter:NotAuthorized', 'Sender not Authorized');
    this.heard.push(method);
    const token = /<PresetToken>([^<]*)<\/PresetToken>/.exec(xml)?.[1];
    switch (method) {
      case 'GetServices':
        return void say(`<tds:GetServicesResponse>${this.#services()}</tds:GetServicesResponse>`);
      case 'GetProfiles':
        return void say(`<trt:GetProfilesResponse>${PROFILE}</trt:GetProfilesResponse>`);
      case 'GetVideoSources':
        return void say(
          '<trt:GetVideoSourcesResponse><trt:VideoSources token="src0"><tt:Framerate>30</tt:Framerate></trt:VideoSources></trt:GetVideoSourcesResponse>',
        );
      case 'GetPresets':
        return void say(
          `<tptz:GetPresetsResponse>${[...this.presets]
            .map(([key, { name }]) => `<tptz:Preset token="${key}"><tt:Name>${name}</tt:Name></tptz:Preset>`)
            .join('')}</tptz:GetPresetsResponse>`,
        );
      case 'SetPreset': {
        if (token !== undefined && !this.presets.has(token))
          return void fault('ter:NoToken', 'No such token');
        const key = token ?? `preset_${this.#nextToken++}`;
        const name = /<PresetName>([^<]*)<\/PresetName>/.exec(xml)?.[1] ?? '';
        this.presets.set(key, { name, position: this.position });
        return void say(
          `<tptz:SetPresetResponse><tptz:PresetToken>${key}</tptz:PresetToken></tptz:SetPresetResponse>`,
        );
      }
      case 'GotoPreset': {
        const preset = this.presets.get(token ?? '');
        if (!preset) return void fault('ter:NoToken', 'The requested preset token does not exist');
        this.position = preset.position;
        return void say('<tptz:GotoPresetResponse/>');
      }
      case 'ContinuousMove': {
        const at = (pattern: RegExp) => Number(pattern.exec(xml)?.[1] ?? 0);
        this.velocity = [
          at(/<PanTilt[^>]*\bx="([^"]*)"/),
          at(/<PanTilt[^>]*\by="([^"]*)"/),
          at(/<Zoom[^>]*\bx="([^"]*)"/),
        ];
        return void say('<tptz:ContinuousMoveResponse/>');
      }
      case 'Stop':
        this.velocity = [0, 0, 0];
        return void say('<tptz:StopResponse/>');
      default:
        fault('ter:ActionNotSupported', 'Optional Action Not Implemented');
    }
  }

  /** OASIS Username Token Profile 1.0: Base64(SHA-1(nonce + created + password)). */
  #isAuthorised(xml: string): boolean {
    const of = (element: string) => new RegExp(`<${element}[^>]*>([^<]*)</${element}>`).exec(xml)?.[1] ?? '';
    const [nonce, created, digest] = [of('Nonce'), of('Created'), of('Password')];
    const expected = createHash('sha1')
      .update(Buffer.concat([Buffer.from(nonce, 'base64'), Buffer.from(created + this.password)]))
      .digest('base64');
    const isNow = Math.abs(Date.parse(created) - this.#now().getTime()) < 300_000;
    if (of('Username') !== 'admin' || digest !== expected || !isNow || this.#nonces.has(nonce)) return false;
    this.#nonces.add(nonce);
    return true;
  }

  #now(): Date {
    return new Date(Date.now() + this.clockAheadMs);
  }

  #time(): string {
    const now = this.#now();
    return `<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:UTCDateTime>
      <tt:Time><tt:Hour>${now.getUTCHours()}</tt:Hour><tt:Minute>${now.getUTCMinutes()}</tt:Minute><tt:Second>${now.getUTCSeconds()}</tt:Second></tt:Time>
      <tt:Date><tt:Year>${now.getUTCFullYear()}</tt:Year><tt:Month>${now.getUTCMonth() + 1}</tt:Month><tt:Day>${now.getUTCDate()}</tt:Day></tt:Date>
      </tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>`;
  }

  #services(): string {
    const at = (namespace: string, path: string) =>
      `<tds:Service><tds:Namespace>http://www.onvif.org/${namespace}</tds:Namespace><tds:XAddr>http://127.0.0.1:${this.port}/onvif/${path}</tds:XAddr></tds:Service>`;
    return [
      at('ver10/device/wsdl', 'device_service'),
      at('ver10/media/wsdl', 'media_service'),
      at('ver20/ptz/wsdl', 'ptz_service'),
    ].join('');
  }
}

const PROFILE = `<trt:Profiles token="profile0" fixed="true"><tt:Name>main</tt:Name>
  <tt:VideoSourceConfiguration token="vsc0"><tt:Name>vsc0</tt:Name><tt:SourceToken>src0</tt:SourceToken></tt:VideoSourceConfiguration>
  <tt:VideoEncoderConfiguration token="vec0"><tt:Name>vec0</tt:Name><tt:Encoding>H264</tt:Encoding></tt:VideoEncoderConfiguration>
  <tt:PTZConfiguration token="ptz0"><tt:Name>ptz0</tt:Name><tt:NodeToken>node0</tt:NodeToken></tt:PTZConfiguration>
  </trt:Profiles>`;

const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="${SOAP}" xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:tptz="http://www.onvif.org/ver20/ptz/wsdl" xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:ter="http://www.onvif.org/ver10/error"><SOAP-ENV:Body>${body}</SOAP-ENV:Body></SOAP-ENV:Envelope>`;

const faultOf = (subcode: string, reason: string): string =>
  `<SOAP-ENV:Fault><SOAP-ENV:Code><SOAP-ENV:Value>SOAP-ENV:Sender</SOAP-ENV:Value><SOAP-ENV:Subcode><SOAP-ENV:Value>${subcode}</SOAP-ENV:Value></SOAP-ENV:Subcode></SOAP-ENV:Code><SOAP-ENV:Reason><SOAP-ENV:Text xml:lang="en">${reason}</SOAP-ENV:Text></SOAP-ENV:Reason></SOAP-ENV:Fault>`;
