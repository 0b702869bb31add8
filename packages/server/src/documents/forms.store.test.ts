import { createHash } from 'node:crypto';
import {
  type FormTemplates,
  type MeetingForms,
  MeetingId,
  type RegistrationData,
  TEMPLATE_LIMIT_BYTES,
  type Vocabulary,
} from '@nhipcau/contracts';
import { aRegistration, FakeClock } from '@nhipcau/testkit';
import { sql } from 'kysely';
import PizZip from 'pizzip';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../database/database.ts';
import { partOfDocx, textOfDocx } from '../testing/printed.ts';
import { RegistrationDesk } from '../testing/registration-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const at = (local: string) => Date.parse(`${local}:00+07:00`);
const clock = new FakeClock(at('2026-11-02T08:00'));
const start = at('2026-11-12T08:00');

let installation: TestInstallation;
let desk: RegistrationDesk;
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new RegistrationDesk(installation);
});
afterAll(() => installation.close());
beforeEach(() => desk.freeCalendar());

const binhDinh = { kind: 'agency', purpose: 'direction' } as const;
const fileIn = async (locality: string, data: Partial<RegistrationData> = {}) => {
  await desk.moveTo(locality);
  const { status, body } = await desk.create('clerk', aRegistration(start, data));
  expect(status).toBe(200);
  return body.registration.meetingId;
};
const get = async (role: Parameters<RegistrationDesk['call']>[0], url: string) => {
  const cookie = await installation.signIn(role);
  return installation.app.inject({ method: 'GET', url, headers: { cookie } });
};
const issue = (meetingId: string, form: string, more: object = {}) =>
  desk.call<MeetingForms>('clerk', 'POST', `/api/registrations/${meetingId}/forms/${form}/issue`, {
    revision: 1,
    number: null,
    issuedOn: '2026-11-02',
    ...more,
  });

describe('[R-REG-04] the form of Bình Định', () => {
  test('is listed with its article, and printed as PDF and as DOCX', async () => {
    const meetingId = await fileIn('binh-dinh', binhDinh);
    const { body } = await desk.call<MeetingForms>('clerk', 'GET', `/api/registrations/${meetingId}/forms`);
    expect(body.forms.map(({ form }) => form)).toEqual(['registration']);
    expect(body.forms[0]?.cite[0]?.article).toBe('Đ8.1');
    const pdf = await get('clerk', `/api/registrations/${meetingId}/forms/registration.pdf`);
    expect(pdf.statusCode).toBe(200);
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    const docx = await get('clerk', `/api/registrations/${meetingId}/forms/registration.docx`);
    expect(docx.statusCode).toBe(200);
    expect(docx.rawPayload.subarray(0, 2).toString()).toBe('PK');
    const xlsx = await get('clerk', `/api/registrations/${meetingId}/forms/registration.xlsx`);
    expect(partOfDocx(xlsx.rawPayload, 'xl/workbook.xml')).toContain('sheet');
  });

  test('a form of another locality, an unknown one and a broken key are refused', async () => {
    const meetingId = await fileIn('binh-dinh', binhDinh);
    for (const [form, status] of [
      ['unitContacts', 404],
      ['nothing', 404],
      ['..%2f..%2fetc', 400],
    ] as const)
      expect((await get('clerk', `/api/registrations/${meetingId}/forms/${form}.pdf`)).statusCode).toBe(
        status,
      );
  });
});

test('[EV-9] [R-PROF-06] [R-EVL-05] the words of the home locality, and what it has judged, are told to every screen', async () => {
  for (const [locality, word, judged] of [
    ['binh-dinh', 'điểm cầu chính', 'execution'],
    ['ha-noi', 'điểm cầu chủ trì', 'execution'],
    ['quang-ninh', 'điểm cầu chủ tọa', 'system'],
    ['hoa-binh', 'điểm cầu chính', null],
  ] as const) {
    await desk.moveTo(locality);
    const { body } = await desk.call<Vocabulary>('technician', 'GET', '/api/vocabulary');
    expect([body.terms.chairSite, body.judged]).toEqual([word, judged]);
  }
});

describe('[DO-4] who may print', () => {
  test.each([
    ['operator', 404],
    ['partner', 403],
    ['technician', 403],
    ['chair', 403],
  ] as const)('%s: a draft is printed by who works on it, not by others (%i)', async (role, status) => {
    const meetingId = await fileIn('binh-dinh', binhDinh);
    const { statusCode } = await get(role, `/api/registrations/${meetingId}/forms/registration.pdf`);
    expect(statusCode).toBe(status);
  });

  test('nobody without a sign-in', async () => {
    const meetingId = await fileIn('binh-dinh', binhDinh);
    const { statusCode } = await installation.app.inject(
      `/api/registrations/${meetingId}/forms/registration.pdf`,
    );
    expect(statusCode).toBe(401);
  });

  test('a secret meeting is printed by its host only, and by no machine', async () => {
    const meetingId = await fileIn('ha-noi', {
      secret: { declared: true, protectionPlan: 'Phương án bảo vệ theo hướng dẫn của Công an Thành phố' },
    });
    await desk.act('clerk', meetingId, { act: 'submit' });
    const url = `/api/registrations/${meetingId}/forms/registration.pdf`;
    expect((await get('clerk', url)).statusCode).toBe(200);
    expect((await get('operator', url)).statusCode).toBe(403);
    expect((await get('auditor', url)).statusCode).toBe(403);
    await expect(
      installation.server.office.forms.print(MeetingId.parse(meetingId), 'registration', 'pdf'),
    ).rejects.toMatchObject({ code: 'DOCUMENT_IS_SECRET' });
  });
});

test('[DO-7] [R-DIR-12] the people of a unit, and of all, are printed from the register where the locality has the form', async () => {
  await installation.database
    .insertInto('operator_person')
    .values({
      id: 'p-1',
      organisation_id: 'o-district',
      duty: 'main',
      name: 'Kỹ thuật viên Văn phòng',
      title: 'Chuyên viên',
      email: 'a@coquan.example',
      telephone: '0900 000 111',
      from_on: '2026-01-01',
      site_id: null,
      trained_on: null,
      to_on: null,
      created_at: new Date(clock.now()),
      changed_at: new Date(clock.now()),
    })
    .execute();
  await desk.moveTo('quang-ninh');
  for (const path of ['/api/staff/units/o-district/contact-form.pdf', '/api/staff/contact-form.docx'])
    expect((await get('technician', path)).statusCode, path).toBe(200);
  expect((await get('technician', '/api/staff/units/nowhere/contact-form.pdf')).statusCode).toBe(404);
  await desk.moveTo('hoa-binh');
  expect((await get('technician', '/api/staff/contact-form.pdf')).json()).toMatchObject({
    code: 'FORM_UNKNOWN',
  });
});

describe('[DO-5] a document that left the house', () => {
  test('is the same bytes for ever, though names, texts and the file change', async () => {
    const meetingId = await fileIn('binh-dinh', binhDinh);
    const { status, body } = await issue(meetingId, 'registration');
    expect(status).toBe(200);
    const [issued] = body.issued;
    const url = `/api/registrations/${meetingId}/documents/${issued?.documentId}`;
    const first = await get('clerk', `${url}.pdf`);
    expect(createHash('sha256').update(first.rawPayload).digest('hex')).toBe(issued?.pdfSha256);
    const renamed = await desk.call(
      'administrator',
      'POST',
      '/api/directory/organisations/o-district/change',
      {
        from: '2026-11-02',
        decree: 'Nghị quyết thử',
        name: 'UBND huyện Đà Bắc mới',
      },
    );
    expect(renamed.status).toBe(200);
    await desk.change('clerk', meetingId, aRegistration(start, { ...binhDinh, title: 'Tên khác hẳn' }));
    clock.step(86_400_000);
    for (const format of ['pdf', 'docx'] as const) {
      const again = await get('clerk', `${url}.${format}`);
      const hash = createHash('sha256').update(again.rawPayload).digest('hex');
      expect(hash).toBe(format === 'pdf' ? issued?.pdfSha256 : issued?.docxSha256);
    }
    const fresh = await get('clerk', `/api/registrations/${meetingId}/forms/registration.pdf`);
    expect(fresh.rawPayload.equals(first.rawPayload)).toBe(false);
  });

  test('two clicks at once issue one', async () => {
    const meetingId = await fileIn('binh-dinh', binhDinh);
    const answers = await Promise.all([issue(meetingId, 'registration'), issue(meetingId, 'registration')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('DOCUMENT_ISSUED_ALREADY');
  });

  test('is refused on an older revision, and with a number where the form has none', async () => {
    const meetingId = await fileIn('binh-dinh', binhDinh);
    expect((await issue(meetingId, 'registration', { revision: 7 })).body.code).toBe(
      'REGISTRATION_CHANGED_MEANWHILE',
    );
    expect((await issue(meetingId, 'registration', { number: '1/PĐK' })).body.code).toBe(
      'FORM_NUMBER_REQUIRED',
    );
  });

  test('a number is given once in a year of a body', async () => {
    const first = await fileIn('quang-ninh', { kind: 'province', purpose: 'meeting' });
    const second = await fileIn('quang-ninh', { kind: 'province', purpose: 'meeting' });
    const now = new Date(clock.now());
    for (const meetingId of [first, second])
      await installation.database
        .updateTable('registration')
        .set({ state: 'confirmed', registered_at: now, decided_at: now, confirmed_at: now })
        .where('meeting_id', '=', meetingId)
        .execute();
    expect((await issue(first, 'notice')).body.code).toBe('FORM_NUMBER_REQUIRED');
    expect((await issue(first, 'notice', { number: '12/TB-UBND' })).status).toBe(200);
    expect((await issue(second, 'notice', { number: '12/TB-UBND' })).body.code).toBe('DOCUMENT_NUMBER_TAKEN');
    const next = await issue(second, 'notice', { number: '12/TB-UBND', issuedOn: '2027-01-04' });
    expect(next.status).toBe(200);
  });

  test('what is sent by the system is what was issued', async () => {
    const meetingId = MeetingId.parse(await fileIn('binh-dinh', binhDinh));
    const { body } = await issue(meetingId, 'registration');
    const { bytes, fileName } = await installation.server.office.forms.print(
      meetingId,
      'registration',
      'pdf',
    );
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(body.issued[0]?.pdfSha256);
    expect(fileName).toMatch(/^2026-\d+-registration\.pdf$/);
  });

  test('the database refuses a change, a deletion and bytes that are not those of the sum', async () => {
    const meetingId = await fileIn('binh-dinh', binhDinh);
    await issue(meetingId, 'registration');
    const { database } = installation;
    await expect(sql`update issued_document set number = '9/X'`.execute(database)).rejects.toThrow();
    await expect(sql`delete from issued_document`.execute(database)).rejects.toThrow();
    await expect(sql`truncate issued_document`.execute(database)).rejects.toThrow();
    await expect(
      sql`insert into issued_document (id, meeting_id, form, name, issued_on, issued_at, issued_by_name, revision, paper,
            pdf, pdf_sha256, docx, docx_sha256, host_organisation_id)
          select 'x', meeting_id, form, name, issued_on, issued_at, issued_by_name, 99, paper, 'abc', pdf_sha256, docx,
            docx_sha256, host_organisation_id from issued_document limit 1`.execute(database),
    ).rejects.toThrow(/check/);
  });
});

describe('[DO-9] [R-REG-04] an office prints by its own template', () => {
  const host = aRegistration(start).hostOrganisationId;
  const upload = async (role: Parameters<RegistrationDesk['call']>[0], bytes: Buffer, more = '') => {
    const cookie = await installation.signIn(role);
    const query = `organisationId=${host}&fileName=${encodeURIComponent('Mẫu của đơn vị.docx')}${more}`;
    return installation.app.inject({
      method: 'POST',
      url: `/api/form-templates/registration?${query}`,
      headers: { cookie, 'content-type': 'application/octet-stream' },
      payload: bytes,
    });
  };
  const templates = () =>
    desk.call<FormTemplates>('clerk', 'GET', `/api/form-templates?organisationId=${host}`);
  const use = (role: Parameters<RegistrationDesk['call']>[0], templateId: string | null) =>
    desk.call<FormTemplates>(role, 'POST', '/api/form-templates/registration/use', {
      organisationId: host,
      templateId,
      reason: 'Theo mẫu của cơ quan',
    });
  const own = async (from: Buffer, text: string) =>
    changed(from, (xml) => xml.replace('</w:body>', `<w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:body>`));

  test('brought, looked at with a real file, taken into use, and the shipped one again; the PDF stays as it is', async () => {
    const meetingId = await fileIn('binh-dinh', { ...binhDinh, title: 'Họp bàn công tác dân vận' });
    const printed = async (format: 'docx' | 'pdf') =>
      (await get('clerk', `/api/registrations/${meetingId}/forms/registration.${format}`)).rawPayload;
    const [shipped, pdf] = [await printed('docx'), await printed('pdf')];
    const starter = (await get('clerk', '/api/form-templates/registration/starter.docx')).rawPayload;

    const wrong = await upload('clerk', await own(starter, 'Xem {officialTims}'));
    expect(wrong.json()).toMatchObject({
      taken: false,
      problems: [
        { kind: 'unknownField', field: 'officialTims', nearest: 'officialTime', place: { part: 'body' } },
      ],
    });
    expect((await templates()).body.forms[0]?.versions).toEqual([]);

    const taken = await upload('clerk', await own(starter, 'Mẫu riêng: {title}'), '&note=Theo%20CV%2012');
    expect(taken.json()).toMatchObject({ taken: true });
    const [form] = (await templates()).body.forms;
    const [version] = form?.versions ?? [];
    if (!version) throw new Error('no version was kept');
    expect(version).toMatchObject({ version: 1, fileName: 'Mẫu của đơn vị.docx', note: 'Theo CV 12' });
    // Kept is not in use.
    expect(form?.activeId).toBeNull();
    expect((await printed('docx')).equals(shipped)).toBe(true);

    const preview = await get('clerk', `/api/own-templates/${version.templateId}/preview/${meetingId}.docx`);
    expect(textOfDocx(preview.rawPayload)).toContain('Mẫu riêng: Họp bàn công tác dân vận');

    expect((await use('clerk', version.templateId)).body.forms[0]?.activeId).toBe(version.templateId);
    expect((await printed('docx')).equals(preview.rawPayload)).toBe(true);
    expect((await printed('pdf')).equals(pdf)).toBe(true);
    const { body: issued } = await issue(meetingId, 'registration');
    const document = issued.issued[0];
    expect((await use('clerk', null)).body.forms[0]?.activeId).toBeNull();
    expect((await printed('docx')).equals(shipped)).toBe(true);
    // What was issued stays as it was printed.
    const kept = await get('clerk', `/api/registrations/${meetingId}/documents/${document?.documentId}.docx`);
    expect(textOfDocx(kept.rawPayload)).toContain('Mẫu riêng: Họp bàn công tác dân vận');
    expect(await auditedActions(installation.database, version.templateId)).toEqual([
      'template.add',
      'template.use',
    ]);
  });

  test('[DO-11] [R-REG-04] who works for the whole installation opens any office, a clerk none above their own', async () => {
    await desk.moveTo('binh-dinh');
    const of = (role: Parameters<RegistrationDesk['call']>[0], office: string) =>
      desk.call<FormTemplates>(role, 'GET', `/api/form-templates?organisationId=${office}`);
    for (const office of ['o-province', 'o-commune'])
      expect(await of('administrator', office)).toMatchObject({
        status: 200,
        body: { organisationId: office, mayWrite: true },
      });
    expect(await of('clerk', 'o-province')).toMatchObject({ status: 403 });
    expect(await of('administrator', 'o-nowhere')).toMatchObject({ status: 404 });
  });

  test('[DO-10] [R-SEC-09] who may not, what is no template and what is too large is refused, and nothing of it is kept', async () => {
    await desk.moveTo('binh-dinh');
    const starter = (await get('clerk', '/api/form-templates/registration/starter.docx')).rawPayload;
    const before = (await templates()).body;
    expect((await upload('technician', starter)).statusCode).toBe(403);
    expect((await use('technician', null)).status).toBe(403);
    expect((await upload('clerk', Buffer.from('%PDF-1.7'))).json()).toMatchObject({
      code: 'TEMPLATE_UNREADABLE',
    });
    expect((await upload('clerk', Buffer.alloc(TEMPLATE_LIMIT_BYTES + 1))).statusCode).toBe(413);
    // Half a gigabyte is refused by what it says of itself, before it comes.
    const huge = await installation.app.inject({
      method: 'POST',
      url: `/api/form-templates/registration?organisationId=${host}&fileName=lon.docx`,
      headers: {
        cookie: await installation.signIn('clerk'),
        'content-type': 'application/octet-stream',
        'content-length': String(500 * 1024 * 1024),
      },
    });
    expect([huge.statusCode, huge.json().code]).toEqual([413, 'MESSAGE_TOO_LARGE']);
    const broken = await changed(starter, (xml) => xml.replace('</w:body>', ''));
    expect((await upload('clerk', broken)).json()).toMatchObject({ code: 'TEMPLATE_UNREADABLE' });
    expect((await use('clerk', '0197f000-0000-7000-8000-00000000dead')).body).toMatchObject({
      code: 'TEMPLATE_UNKNOWN',
    });
    expect((await templates()).body).toEqual(before);
  });
});

/** A Word document whose text was changed, as somebody does with Word. */
async function changed(docx: Buffer, change: (xml: string) => string): Promise<Buffer> {
  const zip = new PizZip(docx);
  zip.file('word/document.xml', change(zip.file('word/document.xml')?.asText() ?? ''));
  return zip.generate({ type: 'nodebuffer', compression: 'DEFLATE' }) as Buffer;
}

const auditedActions = async (database: Database, subject: string): Promise<string[]> =>
  (
    await database.selectFrom('audit').select('action').where('subject', '=', subject).orderBy('id').execute()
  ).map(({ action }) => action);
