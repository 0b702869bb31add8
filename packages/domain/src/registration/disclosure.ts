import type { RegistrationData } from '@nhipcau/contracts';

/** What somebody sees of a file: all of it, when and where only, or nothing. */
export type Clearance = 'content' | 'metadata' | 'nothing';

/**
 * The data without what the meeting is about: when, where, for how long and with whom remains.
 *
 * @param fileNumber - stands for the title
 * @rule RE-19 (R-SEC-07, R-SEC-09; HN Đ12.2b with A-38; BD Đ17.1c)
 */
export function withoutContent(data: RegistrationData, fileNumber: string): RegistrationData {
  return {
    ...data,
    title: fileNumber,
    content: null,
    urgentCause: null,
    purpose: null,
    chairPerson: null,
    chairTitle: null,
    basis: null,
    script: null,
    staffRequest: null,
    technical: { ...data.technical, other: null },
    secret: { declared: data.secret.declared, protectionPlan: null },
    invitation: null,
    upstream: null,
  };
}
