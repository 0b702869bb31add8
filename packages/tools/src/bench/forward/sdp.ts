import type { LineOffer } from '../../load/webrtc/media-line.ts';
import { AUDIO_PAYLOAD, SSRC, VIDEO_PAYLOAD } from './wire.ts';

/** What we say of ourselves in a session description (RFC 8866, RFC 8829). */
export interface OwnSide {
  readonly fragment: string;
  readonly password: string;
  readonly fingerprint: string;
}

const session = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0'];

const transport = ({ fragment, password, fingerprint }: OwnSide): string[] => [
  'c=IN IP4 127.0.0.1',
  `a=ice-ufrag:${fragment}`,
  `a=ice-pwd:${password}`,
  `a=fingerprint:sha-256 ${fingerprint}`,
  // We begin the handshake, whoever offers.
  'a=setup:active',
  'a=rtcp-mux',
];

const lines = (parts: readonly string[]): string => `${parts.join('\r\n')}\r\n`;

/** A sender of one H.264 camera and one Opus voice. */
export const senderOffer = (own: OwnSide): string =>
  lines([
    ...session,
    'a=group:BUNDLE 0 1',
    `m=audio 9 UDP/TLS/RTP/SAVPF ${AUDIO_PAYLOAD}`,
    ...transport(own),
    'a=mid:0',
    'a=sendonly',
    `a=rtpmap:${AUDIO_PAYLOAD} opus/48000/2`,
    `a=ssrc:${SSRC.mic} cname:bench`,
    `m=video 9 UDP/TLS/RTP/SAVPF ${VIDEO_PAYLOAD}`,
    ...transport(own),
    'a=mid:1',
    'a=sendonly',
    `a=rtpmap:${VIDEO_PAYLOAD} H264/90000`,
    `a=fmtp:${VIDEO_PAYLOAD} profile-level-id=42e01f;packetization-mode=1`,
    `a=rtcp-fb:${VIDEO_PAYLOAD} nack`,
    `a=rtcp-fb:${VIDEO_PAYLOAD} nack pli`,
    `a=ssrc:${SSRC.high} cname:bench`,
  ]);

/** Takes everything that is offered. */
export function receiverAnswer(offer: string, own: OwnSide): string {
  const sections = offer.split(/\r?\n(?=m=)/).slice(1);
  const mids = sections.map((section) => /^a=mid:(\S+)/m.exec(section)?.[1] ?? '');
  const taken = sections.flatMap((section, index) => [
    section.split(/\r?\n/)[0] ?? '',
    ...transport(own),
    `a=mid:${mids[index]}`,
    'a=recvonly',
    ...section.split(/\r?\n/).filter((line) => /^a=(rtpmap|fmtp):/.test(line)),
  ]);
  return lines([...session, `a=group:BUNDLE ${mids.join(' ')}`, ...taken]);
}

/** What a description tells of its side's transport. @throws when it lacks something */
export function offerOf(description: string): LineOffer {
  const find = (pattern: RegExp): string => {
    const found = pattern.exec(description)?.[1];
    if (!found) throw new Error(`no ${pattern.source} in the description`);
    return found;
  };
  const candidate = /^a=candidate:\S+ 1 udp \d+ (\d+\.\d+\.\d+\.\d+) (\d+) typ host/im.exec(description);
  if (!candidate) throw new Error('no host candidate in the description');
  return {
    iceParameters: { usernameFragment: find(/^a=ice-ufrag:(\S+)/m), password: find(/^a=ice-pwd:(\S+)/m) },
    iceCandidates: [{ address: candidate[1], port: Number(candidate[2]), protocol: 'udp' }],
    dtlsParameters: {
      fingerprints: [{ algorithm: 'sha-256', value: find(/^a=fingerprint:sha-256 (\S+)/im) }],
    },
  };
}
