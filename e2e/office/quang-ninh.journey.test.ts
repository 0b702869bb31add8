import { RegistrationDetail } from '@nhipcau/contracts';
import { afterAll, beforeAll, describe, test } from 'vitest';
import {
  type Journey,
  lateMeeting,
  local,
  plannedMeeting,
  read,
  TITLE,
  URGENT_TITLE,
  urgentMeeting,
} from '../support/office-journey.ts';
import { OfficeWorld } from '../support/office-world.ts';

const journey: Journey = {
  clerk: 'vanthu',
  request: {
    sites: /Tất cả: Huyện/,
    fill: {},
    purpose: 'Hội nghị',
    rehearsal: true,
    upstream: null,
  },
  limits: (friday, tuesday, thursday) => ({
    notice: `${tuesday} 24:00`,
    'notify-vnpt': `${tuesday} 24:00`,
    'notify-power': `${tuesday} 24:00`,
    'notify-sites': `${tuesday} 24:00`,
    trial: `${thursday} 24:00`,
    onsite: `${friday} 06:30`,
  }),
  urgentLimits: (friday) => ({ 'notice-urgent': `${friday} 13:00`, onsite: `${friday} 12:30` }),
  asksCause: true,
  asksConnection: false,
  approver: 'duyet',
  partner: 'dienluc',
  leadArticle: 'Đ5.1.1',
};

describe('a meeting request in quang-ninh', () => {
  let world: OfficeWorld;
  let planned: string;
  beforeAll(async () => {
    world = await OfficeWorld.open('quang-ninh');
  });
  afterAll(() => world?.close());

  test('[R-REG-18] from the sign-in of the clerk to the notices, every limit as counted by hand', async () => {
    planned = await plannedMeeting(world, journey);
  });

  test('[R-REG-02] an urgent one is taken in at once, every limit as counted by hand', async () => {
    await urgentMeeting(world, journey);
  });

  test('[R-REG-01] [R-APR-06] too late is refused with its article; an approver refuses with a reason', async () => {
    await lateMeeting(world, journey);
  });

  test('[R-SCH-06] a meeting is moved by the keys; what would be in the way is said', async () => {
    await moveByKeys(world, planned);
  });
});

/** The scheduler takes the meeting by the keys, a quarter of an hour at a time, until another is in the way. */
async function moveByKeys(world: OfficeWorld, planned: string): Promise<void> {
  const page = await world.person('vanthu');
  const { registration } = await read(page, `/api/registrations/${planned}`, RegistrationDetail);
  await page.goto(`${world.url}/lich?ngay=${local(registration.data.official.start).slice(0, 10)}&ban=true`);
  const entry = page.getByRole('button', { name: new RegExp(`^${TITLE}, 08:00`) }).first();
  await entry.focus();
  await page.keyboard.press('ArrowRight');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('08:15').first().waitFor();
  await dialog.getByText('Không vướng').waitFor();
  const later = dialog.getByRole('button', { name: 'Muộn 15 phút' });
  await later.focus();
  for (let step = 0; step < 17; step += 1) await page.keyboard.press('Enter');
  await dialog.getByRole('status').getByText(URGENT_TITLE).first().waitFor();
  await world.shot(page, 'move');
}
