import { setTimeout as pause } from 'node:timers/promises';
import { RpcError } from '@nhipcau/base';
import type { Command, ErrorCode, Layout, LiveSite, Target } from '@nhipcau/contracts';
import type { Demo } from './open.ts';
import type { DemoSettings } from './settings.ts';

/** Time in which a spectator sees what a step did. */
const STEP_MS = 7_000;
const CUE_MS = 2_500;
const BRING_UP_TIMEOUT_MS = 30_000;

/** Refusals that another operator of the same meeting brings about. */
const passing: ReadonlySet<string> = new Set<ErrorCode>([
  'BRING_UP_UNKNOWN',
  'BRING_UP_RUNNING',
  'CUE_FULL',
  'FLOOR_FULL',
  'CONTENT_NOT_OFFERED',
]);

const full = ({ siteId }: LiveSite): Layout => ({ kind: 'full', slots: [{ kind: 'site', siteId }] });
const grid = (sites: readonly LiveSite[]): Layout => ({
  kind: 'grid4',
  slots: [0, 1, 2, 3].map((pane) => {
    const site = sites[pane];
    return site ? { kind: 'site', siteId: site.siteId } : { kind: 'empty' };
  }),
});

/** Hands of the demonstration's operator and chair: each act says what it does, and waits so that it can be seen. */
export class Conductor {
  readonly #demo: Demo;
  readonly #signal: AbortSignal | undefined;

  constructor(demo: Demo, { signal }: { signal?: AbortSignal } = {}) {
    this.#demo = demo;
    this.#signal = signal;
  }

  async wait(ms = STEP_MS): Promise<void> {
    await pause(ms, undefined, this.#signal ? { signal: this.#signal } : {});
  }

  /** A refusal ends nothing: somebody else may conduct the same meeting and have done it, or undone it, already. */
  async give(words: string, command: Command): Promise<void> {
    this.#demo.say(words);
    try {
      await this.#demo.line.give(command);
    } catch (cause) {
      if (!(cause instanceof RpcError) || !passing.has(cause.code)) throw cause;
      this.#demo.say(`  Bỏ qua (${cause.code}): có người khác cùng điều hành.`);
    }
  }

  take(words: string, target: Target, layout: Layout): Promise<void> {
    return this.give(words, { type: 'stage.take', target, layout });
  }

  /** Ready first, then on air: no wait and no black picture. */
  async cueAndTake(site: LiveSite): Promise<void> {
    await this.give(`Chuẩn bị điểm cầu ${site.number} ${site.name}.`, {
      type: 'cue.set',
      cue: [{ siteId: site.siteId, target: 'broadcast' }],
    });
    await this.wait(CUE_MS);
    await this.take(`Lên hình: ${site.name}.`, 'broadcast', full(site));
  }

  /** The chair calls a site; the stopwatch measures until both see and hear each other. */
  async call(site: LiveSite): Promise<void> {
    await this.give(`Chủ tọa gọi ${site.name} (nút ${site.nodeId}).`, {
      type: 'bringUp.request',
      siteId: site.siteId,
    });
    const last = () => this.#demo.line.live.bringUps.findLast(({ siteId }) => siteId === site.siteId);
    await this.#demo.line.until(
      `${site.name} is seen and heard both ways`,
      () => last() === undefined || last()?.establishedAt != null || last()?.endedAt != null,
      BRING_UP_TIMEOUT_MS,
    );
    const bringUp = last();
    if (bringUp?.establishedAt != null) {
      const seconds = ((bringUp.establishedAt - bringUp.requestedAt) / 1000).toFixed(1).replace('.', ',');
      this.#demo.say(`  Đủ hình và tiếng hai chiều sau ${seconds} giây.`);
    }
  }

  release(site: LiveSite): Promise<void> {
    return this.give(`Kết thúc trao đổi với ${site.name}.`, { type: 'bringUp.release', siteId: site.siteId });
  }

  /** A site offers its slides, the operator lets them through. */
  async present(site: LiveSite): Promise<void> {
    this.#demo.say(`${site.name} mở bản trình chiếu.`);
    await this.#demo.pageOf(site).getByRole('button', { name: 'Trình chiếu', exact: true }).click();
    await this.#demo.line.until('the slides are offered', ({ sites }) =>
      sites.some(({ siteId, seat }) => siteId === site.siteId && seat !== null && seat.content !== 'absent'),
    );
    await this.give('Điều hành cho trình chiếu tới tất cả điểm cầu.', {
      type: 'content.show',
      siteId: site.siteId,
    });
  }

  async stopPresenting(site: LiveSite): Promise<void> {
    await this.give('Dừng trình chiếu.', { type: 'content.stop' });
    await this.#demo
      .pageOf(site)
      .getByRole('button', { name: /^Dừng (chuẩn bị )?trình chiếu$/ })
      .click();
  }
}

/** One meeting after the other on the same rooms, until it is stopped. */
export async function playMeeting(
  demo: Demo,
  { rounds }: DemoSettings,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  const conductor = new Conductor(demo, { signal });
  for (let round = 1; round <= rounds; round += 1) {
    demo.say(`— Lượt ${round} —`);
    await playRound(demo, conductor);
  }
}

async function playRound({ cast }: Demo, act: Conductor): Promise<void> {
  const { chair, government, districts, communes, farCommunes } = cast;
  const everywhere = [government, ...districts, ...farCommunes].slice(0, 4);
  await act.give('Dòng chữ trên màn hình: phiên khai mạc.', {
    type: 'caption.set',
    text: 'Hội nghị triển khai nhiệm vụ cuối năm',
  });
  await act.take('Chủ tọa khai mạc, lên hình toàn cuộc họp.', 'broadcast', full(chair));
  await act.take('Màn hình chủ tọa: lưới bốn điểm cầu.', 'chairView', grid(everywhere));
  await act.wait();
  for (const district of districts) {
    await act.cueAndTake(district);
    await act.give(`Mời ${district.name} phát biểu.`, { type: 'floor.grant', siteId: district.siteId });
    await act.wait();
    await act.give('Tắt tiếng tất cả, trừ chủ tọa.', { type: 'floor.clear' });
    await act.wait(CUE_MS);
  }
  const [presenter] = districts;
  if (presenter) {
    await act.present(presenter);
    await act.wait();
    await act.stopPresenting(presenter);
    await act.wait(CUE_MS);
  }
  for (const commune of [...farCommunes, ...communes]) {
    await act.call(commune);
    await act.wait();
    await act.release(commune);
    await act.wait(CUE_MS);
  }
  await act.take('Lên hình lưới bốn điểm cầu.', 'broadcast', grid(everywhere));
  await act.wait();
  await act.take('Chủ tọa kết luận.', 'broadcast', full(chair));
  await act.wait();
}
