import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MeetingId, RecordingId, SiteId } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { createLogger } from '../process/logging.ts';
import { SegmentShelf } from './segment-shelf.ts';

test('[RD-5] a writer is seen to grow by its newest file, whatever else lies beside it and was taken over before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nhipcau-shelf-'));
  try {
    const log = createLogger({ level: 'silent', nodeId: 'hb' });
    const shelf = new SegmentShelf({ folder, ffprobe: 'ffprobe', log });
    const recordingId = RecordingId.parse('0197f000-0000-7000-8000-000000000001');
    const source = { siteId: SiteId.parse('chair'), source: 'mic' } as const;
    const facts = { recordingId, meetingId: MeetingId.parse('m1'), ...source };
    const [{ run, folder: place }, other] = [await shelf.openRun(facts), await shelf.openRun(facts)];
    const write = (name: string, bytes: number) => writeFileSync(join(place, name), Buffer.alloc(bytes));
    write(`${other.run}.00001.mkv`, 99);
    expect(await shelf.sizeOf(recordingId, run)).toEqual({ files: 0, bytes: 0 });
    write(`${run}.00001.mkv`, 10);
    expect(await shelf.sizeOf(recordingId, run)).toEqual({ files: 1, bytes: 10 });
    write(`${run}.00002.mkv`, 3);
    expect(await shelf.sizeOf(recordingId, run, 1)).toEqual({ files: 2, bytes: 3 });
    rmSync(join(place, `${run}.00001.mkv`));
    write(`${run}.00002.mkv`, 4);
    expect(await shelf.sizeOf(recordingId, run, 2)).toEqual({ files: 2, bytes: 4 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
