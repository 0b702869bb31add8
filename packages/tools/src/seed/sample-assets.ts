import {
  AssetList,
  HandoverList,
  InspectionList,
  LocalDate,
  OrganisationList,
  type Site,
  SiteList,
  UpkeepList,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { type SignedIn, signIn } from '../headless-room/console-line.ts';
import { ask } from './ask.ts';
import { OFFICE_IDS } from './sample-locality.ts';
import { readingsOf } from './sample-room.ts';

const DAY_MS = 86_400_000;
/** Hà Nội is seven hours ahead of UTC, all year. */
const ZONE_MS = 7 * 3_600_000;
/** So many rooms have their devices in the inventory; the others stand in the lists as what is still to be done. */
const ROOMS = 8;

const kits = [
  { kind: 'vcs', model: 'Polycom RealPresence Group 500', ageDays: 1_900 },
  { kind: 'camera', model: 'Polycom EagleEye IV', ageDays: 1_900 },
  { kind: 'audio', model: 'Bộ âm thanh hội thảo Bosch CCS 1000', ageDays: 900 },
  { kind: 'display', model: 'Màn hình Samsung 75"', ageDays: 700 },
  { kind: 'ups', model: 'UPS Santak 2 kVA', ageDays: 400 },
] as const;

const Registered = z.object({ assetId: z.string() });
const dayText = (at: number): LocalDate => LocalDate.parse(new Date(at + ZONE_MS).toISOString().slice(0, 10));

/**
 * Devices of a few rooms with their sheets, a spare, a request, a handover that waits for its second signature, an inspection
 * and maintenance, written through the API as officers write them. Does nothing where there are devices already.
 *
 * @returns how many devices were entered
 */
export async function enterSampleAssets(
  { url, password }: { url: string; password: string },
  now: number,
): Promise<number> {
  const officer = await signIn(url, 'quantri', password);
  const { assets } = AssetList.parse(await ask(officer, '/api/assets'));
  if (assets.length > 0) return 0;
  const { sites } = SiteList.parse(await ask(officer, '/api/sites'));
  const rooms = sites
    .filter(({ status, levelCode }) => status === 'admitted' && levelCode !== 'central')
    .slice(0, ROOMS);
  let count = 0;
  const terminals: string[] = [];
  for (const room of rooms) {
    const ids = await equip(officer, room, count, now);
    count += ids.length;
    if (ids[0] !== undefined) terminals.push(ids[0]);
  }
  count += await keepReady(officer, rooms, now);
  await askAndHandOver(officer, rooms, terminals, now);
  await lookAfter(officer, rooms, now);
  return count;
}

/** The devices of a room, put to use there, the terminal with its sheet. */
async function equip(officer: SignedIn, room: Site, from: number, now: number): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, { kind, model, ageDays }] of kits.entries()) {
    const { assetId } = Registered.parse(
      await ask(officer, '/api/assets', {
        code: `TS-${String(from + index + 1).padStart(4, '0')}`,
        kind,
        model,
        serial: `SN${room.number}${String(index + 1).padStart(3, '0')}`,
        ownerId: room.organisationId,
        custodianId: room.organisationId,
        keeper: room.dutyTitle,
        funding: index < 2 ? 'state' : 'self',
        acquiredOn: dayText(now - (ageDays + room.number) * DAY_MS),
        cause: 'existing',
      }),
    );
    await ask(officer, `/api/assets/${assetId}/placing`, { siteId: room.siteId, room: room.room });
    ids.push(assetId);
  }
  if (ids[0] !== undefined)
    await ask(officer, `/api/assets/${ids[0]}/sheet`, {
      fields: {
        ...Object.fromEntries(
          Object.entries(readingsOf(room.number)).map(([field, value]) => [field, String(value)]),
        ),
        displayMode: 'Hai nguồn hình ảnh',
        presets: 'Bàn chủ tọa, bên trái, bên phải',
      },
    });
  return ids;
}

/** A spare, a device that was never judged, and a fallback plan. */
async function keepReady(officer: SignedIn, rooms: readonly Site[], now: number): Promise<number> {
  const { organisations } = OrganisationList.parse(await ask(officer, '/api/organisations'));
  const keeper = organisations.find(
    ({ organisationId }) => organisationId === OFFICE_IDS.telecom,
  )?.organisationId;
  const [first] = rooms;
  if (!first) return 0;
  const custodianId = keeper ?? first.organisationId;
  const common = { kind: 'vcs', ownerId: custodianId, custodianId, funding: 'leased' };
  const spare = Registered.parse(
    await ask(officer, '/api/assets', {
      ...common,
      code: 'DP-0001',
      model: 'VCS dự phòng TE30',
      cause: 'existing',
    }),
  );
  await ask(officer, `/api/assets/${spare.assetId}/state`, {
    to: 'spare',
    reason: 'Máy dự phòng thay thế khi sự cố',
  });
  await ask(officer, '/api/assets', { ...common, code: 'DP-0002', model: 'VCS TE40 mới mua', cause: 'new' });
  for (const room of rooms.slice(0, 2))
    await ask(officer, `/api/sites/${room.siteId}/fallback-plans`, {
      subject: 'power',
      plan: 'Bộ lưu điện 2 kVA cấp điện 30 phút; máy phát của cơ quan khởi động trong 5 phút.',
      filedOn: dayText(now - 40 * DAY_MS),
    });
  return 2;
}

/** A request where the text wants a consent, and a handover signed by the giver. */
async function askAndHandOver(
  officer: SignedIn,
  rooms: readonly Site[],
  terminals: readonly string[],
  now: number,
): Promise<void> {
  const { rules } = AssetList.parse(await ask(officer, '/api/assets'));
  const [first, second, third] = rooms;
  const [terminal, other] = terminals;
  if (!first || !second || !third || terminal === undefined || other === undefined) return;
  if (rules.relocation !== null)
    await ask(officer, `/api/assets/${other}/requests`, {
      kind: 'relocation',
      siteId: third.siteId,
      room: third.room,
      reason: 'Sửa chữa phòng họp, chuyển tạm thiết bị',
    });
  if (rules.configuration !== null)
    await ask(officer, `/api/assets/${terminal}/requests`, {
      kind: 'configuration',
      fields: { callBandwidth: '6000' },
      reason: 'Nâng băng thông phục vụ phiên họp lớn',
    });
  const { assets } = AssetList.parse(await ask(officer, `/api/assets?siteId=${first.siteId}`));
  const ups = assets.find(({ kind }) => kind === 'ups');
  if (!ups) return;
  await ask(officer, '/api/asset-handovers', {
    assetIds: [ups.assetId],
    toId: second.organisationId,
    on: dayText(now),
    keeper: second.dutyTitle,
  });
  const [open] = HandoverList.parse(await ask(officer, '/api/asset-handovers')).handovers;
  if (open)
    await ask(officer, `/api/asset-handovers/${open.handoverId}/signature`, {
      side: 'giver',
      title: 'Chánh Văn phòng',
    });
}

/** Some of the work that is due was done, and one room was inspected. */
async function lookAfter(officer: SignedIn, rooms: readonly Site[], now: number): Promise<void> {
  const { tasks } = UpkeepList.parse(await ask(officer, '/api/asset-upkeep'));
  for (const [index, { assetId, task }] of tasks.entries()) {
    if (index % 3 === 0) continue;
    await ask(officer, `/api/assets/${assetId}/upkeep`, {
      task,
      doneOn: dayText(now - (10 + index) * DAY_MS),
      worker: 'Tổ kỹ thuật',
      fault: index % 7 === 1 ? 'Thay quạt làm mát' : null,
      cost: 350_000 + 50_000 * (index % 5),
    });
  }
  const { rules } = InspectionList.parse(await ask(officer, '/api/site-inspections'));
  for (const rule of rules)
    for (const [index, room] of rooms.slice(0, 2).entries())
      await ask(officer, '/api/site-inspections', {
        siteId: room.siteId,
        kind: rule.kind,
        on: dayText(now - (20 + 30 * index) * DAY_MS),
        inspectors: rule.by,
        results: rule.items.map(({ key }, nth) => ({ key, met: index === 0 || nth > 0 })),
        findings:
          index === 0
            ? []
            : [{ words: `Khắc phục: ${rule.items[0]?.label ?? ''}`, dueOn: dayText(now + 10 * DAY_MS) }],
      });
}
