import type { MeetingId, RegulationProfile } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Letter, Outbox } from '../notices/outbox.ts';
import { type Addressee, lettersTo, mailboxes, officeOf } from './asking.ts';
import type { PostRecord } from './duty.repository.ts';
import type { Units } from './units.ts';

export const DUTY_QUEUE = 'duty.remind';

/** Empty posts are reminded of this long before they begin. */
const REMIND_MS = 24 * 3_600_000;

interface Sheet {
  readonly meetingId: MeetingId;
  readonly fileNumber: string | null;
  /** Of a secret meeting nothing leaves by mail (R-SEC-07). */
  readonly isSecret: boolean;
  readonly profile: RegulationProfile;
  readonly posts: readonly PostRecord[];
  readonly units: Units;
  /** Epoch ms. */
  readonly at: number;
}

/** Asks units to name people for the posts of a meeting (R-SCH-08, R-DIR-23): once for each post and its time. */
export class DutyLetters {
  readonly #outbox: Outbox;
  readonly #jobs: Jobs;

  constructor({ outbox, jobs }: { outbox: Outbox; jobs: Jobs }) {
    this.#outbox = outbox;
    this.#jobs = jobs;
  }

  /** Asks for every empty post, and wakes us a day before each session. */
  async ask(trx: Executor, sheet: Sheet): Promise<void> {
    await this.#tell(trx, sheet, 'duty.asked', empty(sheet));
    const begins = new Set(sheet.posts.map(({ startsAt }) => startsAt));
    for (const startsAt of begins)
      if (startsAt - REMIND_MS > sheet.at)
        await this.#jobs.put(trx, {
          queue: DUTY_QUEUE,
          key: `${sheet.meetingId}:${startsAt}`,
          at: startsAt - REMIND_MS,
          body: { meetingId: sheet.meetingId },
        });
  }

  /** Reminds of posts that are empty and begin within a day. */
  async remind(trx: Executor, sheet: Sheet): Promise<void> {
    const near = empty(sheet).filter(({ startsAt }) => startsAt - REMIND_MS <= sheet.at);
    await this.#tell(trx, sheet, 'duty.reminder', near);
  }

  async #tell(
    trx: Executor,
    sheet: Sheet,
    template: 'duty.asked' | 'duty.reminder',
    posts: readonly PostRecord[],
  ): Promise<void> {
    if (posts.length === 0) return;
    const withMail = await mailboxes(trx);
    const letters: Letter[] = [];
    for (const post of posts)
      for (const addressee of await addresseesOf(trx, post, sheet, withMail))
        letters.push(
          ...lettersTo(sheet.isSecret ? { ...addressee, hasMailbox: false } : addressee, {
            key: `${template}:${post.postId}:${post.startsAt}`,
            meetingId: sheet.meetingId,
            template,
            facts: factsOf(post, sheet),
          }),
        );
    await this.#outbox.put(trx, letters);
  }
}

const empty = ({ posts, at }: Sheet): PostRecord[] =>
  posts.filter(({ filled, startsAt }) => filled === null && startsAt > at);

/** When and where, never what about. */
const factsOf = ({ label, siteId, districtId, startsAt, endsAt }: PostRecord, sheet: Sheet) => ({
  duty: label,
  place:
    siteId !== null
      ? (sheet.units.site(siteId)?.name ?? null)
      : districtId !== null
        ? sheet.units.nameOf(districtId)
        : null,
  startsAt,
  endsAt,
  fileNumber: sheet.fileNumber ?? '',
  path: `/phan-cong-truc/${sheet.meetingId}`,
});

/** The unit of the site or the district if it may give the person, else whoever the rule says, else such units outside. */
async function addresseesOf(
  trx: Executor,
  { key, siteId, districtId, providers }: PostRecord,
  { profile, units }: Sheet,
  withMail: ReadonlySet<string>,
): Promise<Addressee[]> {
  const asks = profile.office.directory.dutyPosts.find((rule) => rule.key === key)?.asks ?? null;
  if (asks !== null) return officeOf(trx, profile, asks);
  const atSite = siteId === null ? undefined : units.find(units.site(siteId)?.organisationId ?? '');
  if (siteId !== null && atSite && providers.includes(atSite.kind))
    return [
      {
        recipient: { kind: 'site', siteId },
        id: siteId,
        hasMailbox: withMail.has(atSite.organisationId),
        isOffice: true,
      },
    ];
  const found = [...ofDistrict(districtId, providers, units), ...outside(providers, units)];
  return found.map((organisationId) => ({
    recipient: { kind: 'organisation', organisationId },
    id: organisationId,
    hasMailbox: withMail.has(organisationId),
    isOffice: true,
  }));
}

/** Units of the district's own level in it: its committee, or the body of the Party beside it. */
function ofDistrict(districtId: string | null, providers: readonly string[], units: Units): string[] {
  const district = districtId === null ? undefined : units.find(districtId);
  if (!district) return [];
  return units.all
    .filter(
      ({ organisationId, levelCode, kind }) =>
        providers.includes(kind) &&
        (organisationId === districtId ||
          (levelCode === district.levelCode &&
            units.pathOf(organisationId).includes(district.organisationId))),
    )
    .map(({ organisationId }) => organisationId);
}

const outside = (providers: readonly string[], units: Units): string[] =>
  units.all
    .filter(({ kind }) => (kind === 'telecom' || kind === 'power') && providers.includes(kind))
    .map(({ organisationId }) => organisationId);
