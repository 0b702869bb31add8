import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Source } from '@nhipcau/contracts';
import type { TestRoom } from './test-room.ts';

/** What a site shows and plays: a plain colour that flashes white each second together with its tone. */
export interface Pattern {
  /** As ffmpeg names it. */
  readonly colour: string;
  readonly toneHz: number;
}

const PAYLOAD = { camera: 102, content: 102, mic: 111, talk: 111 } as const;
const FLASH = 'lt(mod(t,1),0.12)';
let nextSsrc = 70_000;

const codecs = {
  video: {
    mimeType: 'video/H264',
    clockRate: 90_000,
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
    rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
  },
  audio: { mimeType: 'audio/opus', clockRate: 48_000, channels: 2, parameters: {} },
} as const;

/** A room that sends a real picture and a real tone, encoded as it goes by one process, so that they belong together. */
export class PatternSource {
  readonly #socket: Socket;
  readonly #process: ChildProcess;

  private constructor(socket: Socket, process: ChildProcess) {
    this.#socket = socket;
    this.#process = process;
  }

  /** Publishes the sources of a room that has joined without any. */
  static async publish(
    room: TestRoom,
    sources: readonly Source[],
    pattern: Pattern,
    sendTo: (seatId: string) => { ip: string; port: number },
  ): Promise<PatternSource> {
    const { transportId } = await room.peer.request('transport.open', { direction: 'send' });
    const streams = sources.map((source, index) => ({ source, ssrc: nextSsrc + index }));
    nextSsrc += sources.length;
    for (const { source, ssrc } of streams) {
      const kind = source === 'mic' || source === 'talk' ? 'audio' : 'video';
      await room.peer.request('producer.open', {
        transportId,
        source,
        kind,
        muted: false,
        rtpParameters: {
          codecs: [{ ...codecs[kind], payloadType: PAYLOAD[source] }],
          encodings: [{ ssrc }],
          rtcp: { cname: `pattern-${ssrc}` },
        },
      });
    }
    // A plain transport listens to one address: what the encoder sends is passed on from a single socket.
    const to = sendTo(room.seatId);
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    socket.on('message', (packet) => {
      if (((packet[1] ?? 0) & 0x7f) < 64 || ((packet[1] ?? 0) & 0x7f) > 95)
        socket.send(packet, to.port, to.ip);
    });
    const outputs = streams.flatMap(({ source, ssrc }) => [
      ...(source === 'mic' || source === 'talk'
        ? ['-map', '1:a', '-c:a', 'libopus', '-b:a', '48k']
        : [
            ...['-map', '0:v', '-c:v', 'libx264', '-profile:v', 'baseline', '-preset', 'ultrafast'],
            ...['-tune', 'zerolatency', '-g', '25', '-b:v', '300k'],
          ]),
      ...['-f', 'rtp', '-payload_type', `${PAYLOAD[source]}`, '-ssrc', `${ssrc}`],
      `rtp://127.0.0.1:${socket.address().port}?pkt_size=1200&rtcpport=9`,
    ]);
    const picture = `color=c=${pattern.colour}:s=320x180:r=25,drawbox=c=white:t=fill:enable='${FLASH}',format=yuv420p`;
    const tone = `sine=f=${pattern.toneHz}:r=48000,volume='if(${FLASH},1,0.02)':eval=frame,aformat=channel_layouts=stereo`;
    const encoder = spawn(
      'ffmpeg',
      [
        ...['-hide_banner', '-loglevel', 'error', '-nostdin'],
        ...['-re', '-f', 'lavfi', '-i', picture, '-re', '-f', 'lavfi', '-i', tone],
        ...outputs,
      ],
      { stdio: 'ignore' },
    );
    return new PatternSource(socket, encoder);
  }

  close(): void {
    this.#process.kill('SIGKILL');
    this.#socket.close();
  }
}
