import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { DesiredConference, type SiteId, TICKET_LIFE_S, TICKET_TYPE, TicketKey } from '@nhipcau/contracts';

export const NODE_ID = 'bench';
export const MEETING_ID = 'bench';

const siteIdOf = (index: number): string => `site-${index}`;

/** One sender on air and on the floor, everybody else sees and hears it. */
export function benchMeeting(seats: number, publicKey: string): DesiredConference {
  return DesiredConference.parse({
    meetingId: MEETING_ID,
    title: 'Bench',
    epoch: 1,
    seq: 1,
    stillEveryMs: 0,
    plan: {
      chairSiteId: siteIdOf(0),
      roster: Array.from({ length: seats + 1 }, (_, index) => ({
        siteId: siteIdOf(index),
        number: index + 1,
        name: `Site ${index}`,
        nodeId: NODE_ID,
        mayPresent: false,
      })),
      tree: [{ nodeId: NODE_ID, parentId: null, name: 'Bench', linkUrl: 'ws://127.0.0.1:1', publicKey }],
      stage: {
        broadcast: { kind: 'full', slots: [{ kind: 'site', siteId: siteIdOf(0) }] },
        chairView: { kind: 'full', slots: [{ kind: 'empty' }] },
        floor: [siteIdOf(0)],
        content: null,
        cue: [],
        called: [],
        captions: [],
      },
    },
  });
}

/** Signs tickets as the server does. */
export class TicketOffice {
  readonly #key = generateKeyPairSync('ed25519');
  readonly key: TicketKey;

  constructor() {
    const { x } = this.#key.publicKey.export({ format: 'jwk' });
    this.key = TicketKey.parse({ kid: 'bench', kty: 'OKP', crv: 'Ed25519', x });
  }

  ticket(siteId: SiteId, nodeId: string = NODE_ID): string {
    const iat = Math.floor(Date.now() / 1000);
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'EdDSA', typ: TICKET_TYPE, kid: this.key.kid })}.${part({
      aud: nodeId,
      jti: randomUUID(),
      iat,
      exp: iat + TICKET_LIFE_S,
      meetingId: MEETING_ID,
      seat: { kind: 'site', siteId },
    })}`;
    return `${signed}.${sign(null, Buffer.from(signed), this.#key.privateKey).toString('base64url')}`;
  }
}
