/** Kinds of unit that begin a site's name; they say nothing where only names are compared. */
const kinds = /^(Xã|Phường|Thị trấn|Đặc khu|UBND (?:huyện|thành phố|thị xã|tỉnh|xã|phường))\s+/u;

/** `Cao Sơn` for `Xã Cao Sơn`: the part that tells it from its neighbours. */
export const bareName = (name: string): string => name.normalize('NFC').replace(kinds, '');

/** `Xã Cao Sơn` for `UBND xã Cao Sơn`: short, but still with its kind. */
export function shortName(name: string): string {
  const short = name.normalize('NFC').replace(/^UBND\s+/u, '');
  return short.charAt(0).toLocaleUpperCase('vi') + short.slice(1);
}
