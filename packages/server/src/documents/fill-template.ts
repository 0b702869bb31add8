import type { TemplateData } from '@nhipcau/domain';
import Docxtemplater from 'docxtemplater';
import { withoutTimes } from './fixed-zip.ts';
import { openTemplate } from './template-parts.ts';

/**
 * An office's own template with what a paper says; the same paper gives the same bytes (rule DO-9). Values are text, whatever
 * they hold; what a template asks for and the form does not have stays empty, as it was checked when it was taken.
 *
 * @throws {AppError} as `openTemplate`
 */
export function fillTemplate(bytes: Buffer, data: TemplateData): Buffer {
  const { zip } = openTemplate(bytes);
  const filled = new Docxtemplater(zip, {
    paragraphLoop: true,
    linebreaks: true,
    nullGetter: () => '',
    // A name is a name: no expressions, and within a row nothing of the meeting.
    parser: (tag) => ({
      get: (scope: unknown) =>
        typeof scope === 'object' && scope !== null && Object.hasOwn(scope, tag.trim())
          ? (scope as Record<string, unknown>)[tag.trim()]
          : '',
    }),
  });
  filled.render(data);
  return withoutTimes(filled.getZip().generate({ type: 'nodebuffer', compression: 'DEFLATE' }) as Buffer);
}
