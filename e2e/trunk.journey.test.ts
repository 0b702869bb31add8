import { defaultLinkBudget, type LiveSite } from '@nhipcau/contracts';
import { signIn } from '@nhipcau/tools/headless-room';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectSees } from './support/reception.ts';
import { type Cast, World } from './support/world.ts';

const budget = defaultLinkBudget;

/** The administrators of two installations name theirs, exchange invitations and accept (rule TK-14). */
async function linkBoth(above: World, below: World): Promise<void> {
  const administratorOf = async ({ installation: { url }, password }: World) => {
    const { cookie } = await signIn(url, 'quantri', password);
    return async (path: string, body: object): Promise<unknown> => {
      const reply = await fetch(`${url}/api/trunk-peers${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify(body),
      });
      const answer: unknown = await reply.json();
      if (!reply.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
      return answer;
    };
  };
  const [up, down] = [await administratorOf(above), await administratorOf(below)];
  await up('/own', {
    code: 'cp',
    name: 'Hệ thống của Chính phủ',
    address: above.installation.url.replace(/^http/, 'ws'),
  });
  await down('/own', { code: 'hb', name: 'Hệ thống tỉnh Hoà Bình', address: null });
  const textOf = (issued: unknown): string =>
    typeof issued === 'object' && issued !== null && 'text' in issued ? String(issued.text) : '';
  const fromAbove = textOf(await up('/invitation', { side: 'upper', budget }));
  const fromBelow = textOf(await down('/invitation', { side: 'lower', budget }));
  await down('', { text: fromAbove, budget });
  await up('', { text: fromBelow, budget });
}

/** One installation's operator at the other installations of the meeting. */
class TrunkDesk {
  readonly page: Page;
  readonly dialog: Locator;

  private constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog', { name: 'Kết nối liên hệ thống' });
  }

  static async open(world: World): Promise<TrunkDesk> {
    const page = await world.person('dieuhanh');
    await page.goto(`${world.installation.url}/dieu-hanh/${world.meetingId}`);
    const desk = new TrunkDesk(page);
    await page.getByRole('button', { name: /^Liên hệ thống/ }).click();
    await desk.dialog.waitFor();
    return desk;
  }

  button(name: string): Locator {
    return this.dialog.getByRole('button', { name, exact: true });
  }

  says(word: string): Promise<void> {
    return this.dialog.getByText(word, { exact: true }).first().waitFor();
  }

  /** Writes down who consented, by which document. */
  async writeConsent(number: string): Promise<void> {
    await this.button('Ghi văn bản đồng ý').click();
    await this.dialog.getByLabel('Người đồng ý, chức vụ').fill('Chánh Văn phòng');
    await this.dialog.getByLabel('Số, ký hiệu văn bản').fill(number);
    await this.dialog.getByLabel('Ngày văn bản').fill('02/03/2026');
    await this.page.keyboard.press('Tab');
    await this.button('Ghi văn bản đồng ý').click();
    await this.dialog.getByText(`số ${number}`).waitFor();
  }
}

const guestsOf = (world: World): readonly LiveSite[] =>
  world.line.live.sites.filter(({ level }) => level === 'guest');

describe('two installations, each with a database, keys and nodes of its own', () => {
  let above: World;
  let below: World;
  let upper: TrunkDesk;
  let lower: TrunkDesk;
  let commune: Cast;
  let district: Cast;
  /** Rooms that look: the Government's above, a district's below. */
  let highRoom: Page;
  let districtRoom: Page;

  const take = (world: World, { siteId }: Pick<Cast, 'siteId'>) =>
    world.line.give({
      type: 'stage.take',
      target: 'broadcast',
      layout: { kind: 'full', slots: [{ kind: 'site', siteId }] },
    });
  const guestIn = async (world: World, isMeant: (site: LiveSite) => boolean): Promise<LiveSite> => {
    await world.line.until('the guest is here', () => guestsOf(world).some(isMeant));
    const guest = guestsOf(world).find(isMeant);
    if (!guest) throw new Error('no guest');
    return guest;
  };

  beforeAll(async () => {
    [above, below] = await Promise.all([
      World.open({ name: 'trunk-above' }),
      World.open({ name: 'trunk-below' }),
    ]);
    const [first] = below.communes;
    const [second] = below.districts;
    if (!first || !second) throw new Error('the sample has too few sites');
    commune = first;
    district = second;
    await linkBoth(above, below);
    for (const world of [above, below]) await world.line.give({ type: 'meeting.start' });
    [highRoom, districtRoom] = await Promise.all([above.room(above.government), below.room(district)]);
    await below.room(commune);
    await below.line.until(
      'the rooms below are connected',
      ({ sites }) => sites.filter(({ state }) => state === 'connected').length === 2,
    );
    await take(above, above.government);
    [upper, lower] = [await TrunkDesk.open(above), await TrunkDesk.open(below)];
  });
  afterAll(async () => {
    await below?.close();
    await above?.close();
  });

  test('[R-MCU-08] [TK-16] [TK-17] nobody is invited without a consent that is written down; taken back, its invitation is over', async () => {
    expect(await upper.button('Mời').isDisabled()).toBe(true);
    await upper.writeConsent('12/UBND');
    await upper.dialog.locator('input[type=file]').setInputFiles({
      name: 'van-ban.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4\n%%EOF\n'),
    });
    await upper.button('van-ban.pdf').waitFor();
    await above.shot(upper.page, 'consent');
    await upper.button('Mời').click();
    await upper.says('Đã mời, chờ trả lời');
    await lower.button('Đồng ý tham gia').waitFor();
    await upper.button('Thu hồi đồng ý').click();
    await upper.dialog.getByLabel(/^Lý do thu hồi/).fill('Ghi nhầm văn bản');
    await above.shot(upper.page, 'withdrawing');
    await upper.button('Thu hồi đồng ý').click();
    await upper.says('Đã kết thúc');
    await lower.button('Đồng ý tham gia').waitFor({ state: 'detached' });
    expect(await upper.button('Mời').isDisabled()).toBe(true);
  });

  test('[R-MCU-06] [R-MCU-07] [TK-8] with the consent of both the lower meeting is one site above, and sees the conference above', async () => {
    await upper.writeConsent('13/UBND');
    await upper.button('Mời').click();
    await lower.button('Đồng ý tham gia').click();
    for (const desk of [upper, lower]) await desk.says('Đã nối');
    await take(below, commune);
    const conference = await guestIn(below, () => true);
    const province = await guestIn(above, () => true);
    await take(below, conference);
    await expectSees(districtRoom, above.government);
    await take(below, commune);
    await take(above, province);
    await expectSees(highRoom, commune);
    await lower.says('Đang lên hình ở cấp trên');
    await below.shot(lower.page, 'one-site');
  });

  test('[R-MCU-07] [TK-6] as a slave it lends sites, and each is selected above like any other', async () => {
    await lower.dialog.getByLabel(/^Như MCU thành phần/).check();
    await lower.dialog.getByLabel(commune.name, { exact: true }).check();
    await lower.button('Đổi điểm cho mượn').click();
    await lower.says('Cho mượn 1 điểm');
    const lent = await guestIn(above, ({ name }) => name === commune.name);
    await take(above, above.government);
    await expectSees(highRoom, above.government, 0);
    await take(above, lent);
    await expectSees(highRoom, commune);
    await above.shot(highRoom, 'lent-site');
  });

  test('[R-MCU-07] [TK-9] [TK-12] the lower meeting goes on when the upper installation drops, and says so', async () => {
    await above.installation.close();
    await lower.says('Mất kết nối – đang tự nối lại');
    await below.shot(lower.page, 'upper-away');
    expect(below.line.live.meeting.phase).toBe('live');
    await take(below, district);
    await take(below, commune);
    await expectSees(districtRoom, commune);
  });
});
