import type { ConferenceEvent } from '@nhipcau/contracts';
import { MeetingId } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';
import { readCaseMeeting } from '../incidents/case-meeting.ts';
import type { Letter, Outbox } from '../notices/outbox.ts';
import type { PhaseFollower } from '../registration/conference-phases.ts';

/**
 * With the end of a meeting every site gets its task: check, switch off, judge the quality, say what is left (R-END-01).
 *
 * @rule EN-4 (R-END-01; HB II.1.2 b6, VP Đ6.1 b7, QN Đ5.4)
 */
export class EndingTasks implements PhaseFollower {
  readonly #outbox: Outbox;

  constructor({ outbox }: { outbox: Outbox }) {
    this.#outbox = outbox;
  }

  async followed(trx: Executor, { meetingId, body }: ConferenceEvent): Promise<void> {
    if (body.type !== 'meeting.ended') return;
    const meeting = await readCaseMeeting(trx, meetingId);
    // Whom to write to about a meeting that operators planned among themselves, nobody said.
    if (meeting.profile === null || meeting.data === null) return;
    const { order, rating } = meeting.profile.office.ending;
    const sites = meeting.data.sites.map(({ siteId }) => siteId);
    const places = await trx.selectFrom('site').select(['id', 'name']).where('id', 'in', sites).execute();
    const nameOf = new Map(places.map(({ id, name }) => [id, name]));
    const task = (key: string, recipient: Letter['recipient'], place: string | null): Letter => ({
      key: `meeting.ended:${meetingId}:${key}`,
      meetingId: MeetingId.parse(meetingId),
      recipient,
      channel: 'inApp',
      template: 'meeting.ended',
      facts: { place, fileNumber: meeting.fileNumber ?? '', path: `/ket-thuc/${meetingId}` },
      acknowledgeBy: null,
    });
    await this.#outbox.put(trx, [
      task('operators', { kind: 'profileRole', role: 'account:operator' }, null),
      ...(order === null && rating === null
        ? []
        : sites.map((siteId) => task(siteId, { kind: 'site', siteId }, nameOf.get(siteId) ?? null))),
    ]);
  }
}
