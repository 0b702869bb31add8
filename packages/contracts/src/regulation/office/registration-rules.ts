import { z } from 'zod';
import { OrganisationKind } from '../../directory/directory.ts';
import { Channel } from '../../registration/channel.ts';
import { ChairBody } from '../../registration/registration.ts';
import { ProfileKey, Urgency } from '../deadline.ts';
import { Citation } from '../values.ts';

const cite = z.array(Citation).min(1).max(5);
const note = z.string().max(400).nullable().default(null);
const name = z.string().min(2).max(200);

/** Fields of a registration that a locality may ask for, as paths into `RegistrationData` (R-REG-03). */
export const RegistrationField = z.enum([
  'basis',
  'upstream',
  'venue',
  'content',
  'chairPerson',
  'chairTitle',
  'official',
  'rehearsal',
  'sites',
  'sites.attendance',
  'sites.contactName',
  'sites.contactPhone',
  'script',
  'technician',
  'staffRequest',
  'technical.projector',
  'technical.video',
  'technical.slides',
  'technical.speaking',
  'technical.recording',
  'technical.storeMedia',
  'technical.headquartersRoom',
  'technical.other',
  'form',
  'purpose',
  'urgentCause',
  'invitation',
  'secret',
]);
export type RegistrationField = z.infer<typeof RegistrationField>;

/** A field the form shows, under the locality's own words; mandatory for the urgencies and kinds named. */
const FieldRule = z.strictObject({
  field: RegistrationField,
  label: name,
  required: z.array(Urgency).max(2),
  /** Kinds of meeting for which it is asked; null: all. */
  kinds: z.array(ProfileKey).min(1).nullable().default(null),
  cite,
  note,
});

/** From whom a channel is believed: the mailbox must belong to one of the domains (R-REG-05). */
const SenderRule = z.strictObject({
  channel: Channel,
  domains: z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)).min(1),
  cite,
  note,
});

/** What a kind of meeting means for its registration (R-PROF-07). */
const KindRule = z.strictObject({
  /** Bodies that may chair it. */
  chairBodies: z.array(ChairBody).min(1),
  /** `notification`: told, not asked for; nobody decides (R-REG-07). */
  entry: z.enum(['registration', 'notification']),
  /** Announced from above: the document of the upper body is asked for (R-REG-16). */
  inbound: z.boolean(),
  /** Which organisations may be host; null: any. */
  hosts: z
    .strictObject({
      levels: z.array(z.string().max(40)).min(1).nullable(),
      kinds: z.array(OrganisationKind).min(1).nullable(),
    })
    .nullable(),
  /** `ownSubtree`: only sites of the host's own organisations take part (R-REG-15). */
  reach: z.enum(['any', 'ownSubtree']),
  cite,
  note,
});

/** Who decides; the first that fits (R-APR-01, R-APR-04). */
const ApprovalRoute = z.strictObject({
  chairBodies: z.array(ChairBody).min(1).nullable(),
  kinds: z.array(ProfileKey).min(1).nullable(),
  urgency: z.array(Urgency).min(1),
  /** Role of the profile that decides. */
  decides: ProfileKey,
  /** The office that takes it in and puts it to whoever decides. */
  receivedBy: name.nullable(),
  cite,
  note,
});

/** What a locality's regulation says of registering and approving meetings. */
export const RegistrationRules = z.strictObject({
  fields: z.array(FieldRule).min(1).max(60),
  purposes: z
    .array(z.strictObject({ key: ProfileKey, name, cite }))
    .min(1)
    .max(30),
  /** Causes the text names; empty where it asks for none. The texts end with "…": another cause may be written. */
  urgentCauses: z.array(z.strictObject({ name, cite })).max(20),
  chairBodies: z
    .array(z.strictObject({ key: ChairBody, name, cite }))
    .min(1)
    .max(10),
  senders: z.array(SenderRule).max(10),
  kinds: z.record(ProfileKey, KindRule),
  approvals: z.array(ApprovalRoute).max(20),
  /** Invitation and papers are electronic documents that every site has been sent before a planned meeting is noticed (R-REG-12). */
  papers: z.strictObject({ cite, note }).nullable().default(null),
  /** Bodies whose meetings carry the venue and come from their own office (R-NTC-07). */
  venueFrom: z
    .array(
      z.strictObject({
        chairBody: ChairBody,
        hosts: z.strictObject({
          levels: z.array(z.string().max(40)).min(1),
          kinds: z.array(OrganisationKind).min(1),
        }),
        cite,
      }),
    )
    .max(5),
});
export type RegistrationRules = z.infer<typeof RegistrationRules>;
