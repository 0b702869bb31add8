import {
  GuideList,
  LocalDate,
  type Operator,
  OperatorList,
  type Paper,
  TrainingYear,
} from '@nhipcau/contracts';
import { printDocx } from '@nhipcau/server';
import { z } from 'zod';
import { type SignedIn, signIn } from '../headless-room/console-line.ts';
import { ask } from './ask.ts';
import { OFFICE_IDS } from './sample-locality.ts';

const DAY_MS = 86_400_000;
/** Hà Nội is seven hours ahead of UTC, all year. */
const ZONE_MS = 7 * 3_600_000;
const INVITED = 12;
const HTTP_TIMEOUT_MS = 10_000;

const Planned = z.object({ courseId: z.string() });
const dayText = (at: number): LocalDate => LocalDate.parse(new Date(at + ZONE_MS).toISOString().slice(0, 10));

/**
 * A course that was held, one to come, and a guide, as officers write them. Does nothing where there is a course already.
 *
 * @returns how many courses were planned
 */
export async function planSampleTraining(
  { url, password }: { url: string; password: string },
  now: number,
): Promise<number> {
  const officer = await signIn(url, 'quantri', password);
  const year = Number(dayText(now).slice(0, 4));
  const known = TrainingYear.parse(await ask(officer, `/api/training?year=${year}`));
  if (known.courses.length > 0) return 0;
  const { operators } = OperatorList.parse(await ask(officer, '/api/staff/operators'));
  const people = operators.slice(0, INVITED);
  if (people.length === 0) return 0;
  await holdCourse(officer, people, now);
  await ask(officer, '/api/training/courses', {
    title: 'Cập nhật kiến thức vận hành hệ thống họp trực tuyến',
    content: 'Quy trình kiểm tra trước phiên, xử lý sự cố, ghi sổ nhật ký',
    organiserId: OFFICE_IDS.informationDepartment,
    place: 'Phòng họp trực tuyến Sở Thông tin và Truyền thông',
    trainers: 'Trung tâm Công nghệ thông tin',
    startsOn: dayText(now + 20 * DAY_MS),
    endsOn: dayText(now + 21 * DAY_MS),
    personIds: people.slice(0, INVITED / 2).map(({ personId }) => personId),
    withNeeds: true,
  });
  await publishGuide(officer);
  return 2;
}

/** Most came and passed; one was absent, one was excused. */
async function holdCourse(officer: SignedIn, people: readonly Operator[], now: number): Promise<void> {
  const { courseId } = Planned.parse(
    await ask(officer, '/api/training/courses', {
      title: 'Tập huấn vận hành thiết bị đầu cuối',
      content: 'Bật, tắt đúng quy trình; thử âm thanh, hình ảnh; thông số kỹ thuật của thiết bị',
      organiserId: OFFICE_IDS.informationDepartment,
      place: 'Hội trường Sở Thông tin và Truyền thông',
      trainers: 'Doanh nghiệp viễn thông',
      startsOn: dayText(now - 16 * DAY_MS),
      endsOn: dayText(now - 15 * DAY_MS),
      personIds: people.map(({ personId }) => personId),
    }),
  );
  await ask(officer, `/api/training/courses/${courseId}/attendance`, {
    people: people.map(({ personId }, index) => {
      const attendance = index === 3 ? 'absent' : index === 7 ? 'excused' : 'attended';
      const passed = attendance === 'attended';
      return { personId, attendance, passed, certificate: passed ? `CN-${index + 1}` : null };
    }),
  });
}

/** The first topic of the locality's text gets a document; the others show what is still to be written. */
async function publishGuide({ url, cookie, ...officer }: SignedIn): Promise<void> {
  const { topics } = GuideList.parse(await ask({ url, cookie, ...officer }, '/api/guidance'));
  const [topic] = topics;
  if (!topic || topic.versions.length > 0) return;
  const meta = new URLSearchParams({ key: topic.key, title: topic.label, fileName: 'huong-dan.docx' });
  const response = await fetch(`${url}/api/guidance?${meta.toString()}`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(await printDocx(guide(topic.label, topic.by))),
    signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`/api/guidance: ${await response.text()}`);
}

const steps = [
  'Bật bộ lưu điện, thiết bị đầu cuối, màn hình, rồi hệ thống âm thanh; tắt theo thứ tự ngược lại.',
  'Kiểm tra thông số của thiết bị so với hồ sơ: địa chỉ, định dạng hình ảnh, băng thông, triệt vọng.',
  'Thử toàn bộ micro: không hú, rít, nhiễu; nghe và nhìn rõ điểm cầu chủ trì.',
  'Trong phiên: tắt micro khi chưa phát biểu, để camera đúng vị trí đã chốt, không tự ý đổi thông số.',
  'Khi có sự cố: báo đơn vị vận hành qua nút “Báo sự cố” hoặc số điện thoại trực, ghi sổ nhật ký.',
];

const guide = (title: string, issuer: string): Paper => ({
  form: 'sampleGuide',
  header: { superior: null, issuer: issuer.toLocaleUpperCase('vi'), number: null },
  title: ['HƯỚNG DẪN', title],
  subject: 'Tài liệu mẫu',
  addressees: [],
  blocks: steps.map((step, index) => ({ kind: 'paragraph', text: `${index + 1}. ${step}` })),
  dateLine: null,
  signatures: { left: null, right: null },
  recipients: [],
});
