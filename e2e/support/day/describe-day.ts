import { Ending, LogList } from '@nhipcau/contracts';
import { ConsoleLine } from '@nhipcau/tools/headless-room';
import { Crowd } from '@nhipcau/tools/load';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import { expectSees } from '../reception.ts';
import { at, type Day, FRIDAY, said } from './day.ts';
import { DayWorld } from './day-world.ts';
import { Desk } from './desk.ts';
import { agreeOnPlan, answerOnPhone, closeOnScreen, hold, rehearse, reportOnScreen } from './screens.ts';

const START = at(`${FRIDAY} 08:00`);
const END = at(`${FRIDAY} 09:40`);

/**
 * A whole day of a locality, from the registration on Monday to the books after the meeting on Friday: the system is the
 * real one with its nodes and rooms, and only its clock is turned.
 */
export function describeDay(day: Day): void {
  describe(`a whole day in ${day.locality}`, () => {
    let world: DayWorld;
    let desk: Desk;
    let operator: Page;
    let desktop: Page | null = null;
    let chairRoom: Page;
    let terminalRoom: Page;
    let crowd: Crowd;
    let line: ConsoleLine;
    const returned: Crowd[] = [];
    beforeAll(async () => {
      world = await DayWorld.open(day.locality, at(day.registeredAt));
      desk = new Desk(world.people, day);
    });
    afterAll(async () => {
      line?.close();
      for (const each of [crowd, ...returned]) each?.close();
      await world?.close();
    });

    beforeEach(() => onTestFailed(() => world.shotAll('failed')));

    const live = (siteId: string) => {
      const site = line.live.sites.find((one) => one.siteId === siteId);
      if (!site) throw new Error(`${siteId} is not in the meeting`);
      return site;
    };
    /** The operator signs in and sits down at a page, as after a pause. */
    const atDesk = async (path: string): Promise<Page> => {
      await desktop?.context().close();
      desktop = await world.page('dieuhanh', path, { viewport: { width: 1600, height: 900 } });
      return desktop;
    };
    const duty = (id: string) => expect.poll(async () => (await desk.duties())[id]);

    test('[R-REG-18] [R-NTC-04] on Monday it is registered, decided and told: every limit and notice of the text', async () => {
      await desk.register();
      await world.turnTo(at(day.decidedAt));
      if (day.isDecided) await desk.act('duyet', 'confirm');
      await expect.poll(async () => (await desk.file()).registration.state).toBe('confirmed');
      expect(await desk.limits()).toEqual(day.limits);
      const { notices } = await desk.board();
      const told = notices.map(({ rowId, recipients }) => [
        rowId,
        [...new Set(recipients.map(({ role }) => role))].sort(),
      ]);
      expect(Object.fromEntries(told)).toEqual(day.notices);
      await world.turnTo(at(day.toldAt));
      await desk.telephone((role) => role !== day.missed?.role);
    });

    const { missed } = day;
    if (missed !== null)
      test('[R-NTC-05] whom nobody told: the duty is late by itself when its limit has passed, and told afterwards it stays so', async () => {
        const { duty: id, role, toldAt } = missed;
        const limit = day.limits[id] ?? '';
        const due = limit.endsWith('24:00') ? at(limit.replace('24:00', '00:00')) + 86_400_000 : at(limit);
        await world.turnTo(due - 5 * 60_000);
        expect((await desk.duties())[id]).toBe('pending');
        await world.turnTo(due + 1);
        await duty(id).toBe('late');
        await world.turnTo(at(toldAt));
        await desk.telephone((one) => one === role);
        const silent = (await desk.board()).notices.flatMap(({ acknowledge, recipients }) =>
          acknowledge ? recipients.filter(({ acknowledgedAt }) => acknowledgedAt === null) : [],
        );
        expect(silent.map(({ role: one, kind }) => [one, kind])).toEqual([]);
        expect((await desk.duties())[id]).toBe('late');
      });

    test('[R-PLN-01] [R-PLN-02] the plan is laid before the units on screen, and each agrees', async () => {
      await agreeOnPlan(world, desk.meetingId);
    });

    test('[R-CHK-01] [R-CHK-06] the sites check themselves, one of them on a phone, and the board shows them ready', async () => {
      const [first] = day.checks;
      if (!first) throw new Error('no phase of checks');
      await world.turnTo(at(first.at));
      for (const site of desk.sites.filter((one) => one !== day.terminal))
        await desk.pass(site, first.phase, world.clock.now());
      await answerOnPhone(world, desk, { site: day.terminal, phase: first.phase });
    });

    test('[R-RHS-01] [R-RHS-07] the rehearsal: a site that fails is tried again, then it ends and the duty is done', async () => {
      await world.turnTo(at(day.rehearsedAt));
      await rehearse(world, desk, day);
    });

    test('[R-CON-01] [R-CON-05] the connection: rooms at their nodes, called and tried on the board, ready in time', async () => {
      await world.turnTo(at(day.connectedAt));
      const { meetingId } = desk;
      operator = await atDesk(`/dieu-hanh/${meetingId}`);
      await hold(operator, 'Bắt đầu họp', () => operator.getByText('Đang họp').waitFor());
      const signedIn = await world.people.session('dieuhanh');
      line = await ConsoleLine.open(signedIn, meetingId);
      chairRoom = await world.room(meetingId, live(day.chair));
      terminalRoom = await world.room(meetingId, live(day.terminal));
      const rest = [day.dropped, ...day.others].map((id) => live(id).siteId);
      crowd = await Crowd.prepare({ operator: signedIn, meetingId: meetingId, siteIds: rest, sending: 1 });
      await crowd.enter();
      await operator.goto(`${signedIn.url}/dieu-hanh/${meetingId}/ket-noi`);
      const board = operator.getByRole('region', { name: 'Các điểm cầu', exact: true });
      await board.waitFor();
      if (day.isCalled) await operator.keyboard.press('a');
      await line.until('every room is connected', ({ sites }) =>
        sites.every(({ state }) => state === 'connected'),
      );
      // The chair's own site waits for nobody and is not on the board.
      const satellites = desk.sites.filter((id) => id !== day.chair).map(live);
      for (const { number } of satellites) {
        await operator.keyboard.type(String(number));
        await operator.keyboard.press('Enter');
        await operator.keyboard.press('g');
      }
      await expect.poll(() => board.getByRole('button', { name: /: Đạt$/ }).count()).toBe(satellites.length);
      for (const step of day.steps) {
        const item = operator.getByRole('listitem').filter({ hasText: step });
        await item.getByRole('button', { name: 'Xong' }).click();
        await item.getByText(/Người điều hành/).waitFor();
      }
      await world.shot(operator, 'connected');
      for (const { phase, at: when } of day.checks.slice(1)) {
        await world.turnTo(at(when));
        for (const site of desk.sites) await desk.pass(site, phase, world.clock.now());
      }
      await world.turnTo(at(day.readyAt));
      await hold(operator, 'Hệ thống sẵn sàng', () => operator.getByText(/0 điểm cầu chưa đạt/).waitFor());
    });

    test('[R-CDT-04] [R-CDT-09] in the session a site asks to speak, is invited, and is seen by the chair', async () => {
      await world.turnTo(START + 1);
      const site = live(day.terminal);
      operator = await atDesk(`/dieu-hanh/${desk.meetingId}`);
      await terminalRoom.getByRole('button', { name: 'Xin phát biểu' }).click();
      await operator.getByRole('tab', { name: /^Xin phát biểu/ }).click();
      await operator.getByRole('button', { name: /^Mời .* phát biểu$/ }).waitFor();
      await operator.keyboard.press('q');
      await expectSees(chairRoom, site);
      await terminalRoom.getByText(/Thời gian phát biểu còn/).waitFor();
      const { number } = live(day.chair);
      await operator.keyboard.type(String(number));
      await operator.keyboard.press('Enter');
      await operator.keyboard.press('Space');
      await expectSees(terminalRoom, { number });
      await world.shot(operator, 'session');
    });

    test('[R-MON-03] [R-INC-01] a room drops: its case opens by itself, tells whom the text names, and is closed when it is back', async () => {
      await world.turnTo(at(`${FRIDAY} 08:30`));
      crowd.roomOf(live(day.dropped).siteId).close();
      const found = async () => (await desk.cases()).find(({ siteId }) => siteId === day.dropped);
      await expect.poll(async () => (await found())?.faults.map(({ kind }) => kind)).toEqual(['siteDropped']);
      const opened = await found();
      expect(opened).toMatchObject({ type: 'call', session: 'session', origin: 'system', state: 'open' });
      expect(said(opened?.openedAt ?? null)).toMatch(`${FRIDAY} 08:30`);
      const told = opened?.parties.filter(({ isNext }) => !isNext) ?? [];
      expect([...new Set(told.map(({ role }) => role))].sort()).toEqual([...day.dropTells].sort());
      await world.turnTo(at(`${FRIDAY} 08:50`));
      const back = await Crowd.prepare({
        operator: await world.people.session('dieuhanh'),
        meetingId: desk.meetingId,
        siteIds: [live(day.dropped).siteId],
        sending: 1,
      });
      await back.enter();
      returned.push(back);
      await expect.poll(async () => (await found())?.state).toBe('restored');
      const page = await world.page('dieuhanh', `/su-co/${desk.meetingId}`);
      await closeOnScreen(page, {
        place: live(day.dropped).name,
        cause: 'Đường truyền',
        causeWords: 'Đứt cáp quang',
        solution: 'Chuyển sang đường dự phòng',
      });
      await expect.poll(async () => (await found())?.state).toBe('closed');
      // It was away until it came back after 08:50.
      const away = at(`${FRIDAY} 08:50`) - (opened?.openedAt ?? 0);
      expect((await found())?.downMs).toBeGreaterThanOrEqual(away);
      await page.context().close();
    });

    test('[R-INC-02] [R-INC-08] a fault that was telephoned is taken down by the desk, told, and closed with its cause', async () => {
      const place = live(day.terminal).name;
      const page = await reportOnScreen(world, desk, {
        place,
        type: day.fault.label,
        words: 'Điểm cầu báo qua điện thoại',
      });
      const found = async () => (await desk.cases()).find(({ origin }) => origin === 'person');
      await expect.poll(async () => (await found())?.type).toBe(day.fault.type);
      const told = (await found())?.parties.filter(({ isNext }) => !isNext) ?? [];
      expect([...new Set(told.map(({ role }) => role))].sort()).toEqual([...day.fault.tells].sort());
      await world.shot(page, 'fault');
      await closeOnScreen(page, {
        place,
        cause: 'Khác',
        causeWords: 'Đã xác minh tại chỗ',
        solution: 'Khắc phục xong tại điểm cầu',
      });
      await expect.poll(async () => (await found())?.state).toBe('closed');
      await page.context().close();
    });

    test('[R-END-01] [R-END-02] it is ended, and every site and the control room switch off in the order of the text', async () => {
      await world.turnTo(END);
      operator = await atDesk(`/dieu-hanh/${desk.meetingId}`);
      await hold(operator, 'Kết thúc họp', () =>
        expect.poll(async () => (await desk.file()).registration.state).toBe('ended'),
      );
      const path = `/api/endings/${desk.meetingId}`;
      const ending = () => world.people.ask('dieuhanh', path, Ending);
      expect((await ending()).order).toEqual(day.ending);
      expect((await ending()).endedAt).toBeGreaterThanOrEqual(END);
      await operator.goto(`${world.installation.url}/ket-thuc/${desk.meetingId}`);
      await operator.getByRole('heading', { name: 'Các điểm cầu' }).waitFor();
      const words = {
        checked: 'Kiểm tra xong',
        devicesOff: 'Tắt thiết bị xong',
        powerOff: 'Ngắt nguồn xong',
      };
      for (const step of day.ending) {
        const buttons = operator.getByRole('button', { name: words[step], exact: true });
        const all = desk.sites.length + 1;
        for (let left = all; left > 0; left -= 1) {
          await expect.poll(() => buttons.count()).toBe(left);
          await buttons.first().click();
        }
      }
      await expect
        .poll(async () => (await ending()).sites.flatMap(({ next, name }) => (next === null ? [] : [name])))
        .toEqual([]);
      await world.shot(operator, 'ended');
    });

    test('[R-LOG-01] [R-DDL-03] the books of the text have their lines by themselves, and no duty of the day is left open', async () => {
      const { entries } = await world.people.ask(
        'dieuhanh',
        `/api/logs?meetingId=${desk.meetingId}`,
        LogList,
      );
      const lines = Map.groupBy(entries, ({ book, session }) => `${book}/${session}`);
      expect(Object.fromEntries([...lines].map(([book, of]) => [book, of.length]))).toEqual(day.books);
      const official = entries.filter(({ session }) => session === 'official');
      expect([...new Set(official.map(({ dueAt }) => said(dueAt)))]).toEqual(
        day.booksDue === null ? [] : [day.booksDue],
      );
      const expected = Object.keys(day.limits).map((id) => [id, id === day.missed?.duty ? 'late' : 'met']);
      expect(await desk.duties()).toMatchObject(Object.fromEntries(expected));
    });
  });
}
