import type { MeetingState, RegistrationData } from '@nhipcau/contracts';

/** Words of the documents themselves: official notices are Vietnamese whatever language their reader works in. */
export const inFileWords = (fileNumber: string): string => `Có, xem trong hồ sơ ${fileNumber}`;

export function resultWords(to: MeetingState, reason: string | null): string {
  const why = reason ? `. Lý do: ${reason}` : '';
  if (to === 'refused') return `Không xác nhận${why}`;
  return 'Đã xác nhận';
}

/** The technical services asked for, as they are written on the forms. */
export function serviceWords({ technical }: RegistrationData): string[] {
  const named: readonly (readonly [boolean, string])[] = [
    [technical.recording, 'Ghi hình'],
    [technical.slides, 'Trình chiếu'],
    [technical.video, 'Phát video'],
    [technical.storeMedia, 'Lưu trữ video, hình ảnh'],
  ];
  const chosen = named.filter(([isWanted]) => isWanted).map(([, text]) => text);
  return technical.other === null ? chosen : [...chosen, technical.other];
}
