import type {
  AssetDetail,
  AssetKind,
  AssetRules,
  Handover,
  Paper,
  PaperBlock,
  SheetField,
} from '@nhipcau/contracts';
import { audioFields } from './audio.ts';

/** Words of the inventory on printed pages. */
export const kindWords: Readonly<Record<AssetKind, string>> = {
  vcs: 'Thiết bị đầu cuối VCS',
  camera: 'Camera',
  connectionBox: 'Bộ kết nối',
  microphone: 'Micrô',
  cables: 'Adapter, dây cáp',
  display: 'Màn hình',
  projector: 'Máy chiếu',
  audio: 'Hệ thống âm thanh',
  network: 'Thiết bị mạng',
  ups: 'Bộ lưu điện (UPS)',
  laptop: 'Máy tính điều khiển',
  token: 'Thiết bị token',
  other: 'Thiết bị khác',
};

/** Names of settings on printed pages. */
export const sheetFieldWords: Readonly<Record<SheetField, string>> = {
  address: 'Địa chỉ IP',
  displayMode: 'Chế độ hiển thị hình ảnh',
  audioIn: 'Tín hiệu âm thanh vào',
  audioOut: 'Tín hiệu âm thanh ra',
  pictureQuality: 'Chất lượng hình ảnh',
  cameraControl: 'Điều khiển camera',
  presets: 'Vị trí đặt sẵn của camera',
  pictureSources: 'Số nguồn hình ảnh',
  pictureFormat: 'Định dạng hình ảnh',
  callBandwidth: 'Băng thông cuộc gọi (kbit/s)',
  contentBandwidth: 'Băng thông trình chiếu (kbit/s)',
  echoCancellation: 'Triệt vọng',
  inputLevel: 'Mức âm thanh vào chuẩn',
  outputLevel: 'Mức âm thanh ra chuẩn',
  equaliser: 'Chỉnh âm',
  feedbackControl: 'Chống hú',
  roomNoise: 'Mức ồn nền của phòng',
};
/** What the sheet of a kind of device has; the others have none to print but what was filed. */
const fieldsOf = (kind: AssetKind): readonly SheetField[] => {
  if (kind === 'audio' || kind === 'microphone') return audioFields;
  if (kind === 'camera') return ['pictureFormat', 'cameraControl', 'presets'];
  return [
    'address',
    'displayMode',
    'audioIn',
    'audioOut',
    'pictureQuality',
    'cameraControl',
    'presets',
    'pictureSources',
    'pictureFormat',
    'callBandwidth',
    'contentBandwidth',
    'echoCancellation',
  ];
};

const dayText = (day: string): string => day.split('-').reverse().join('/');
const field = (key: string, label: string, value: string | null): PaperBlock => ({
  kind: 'field',
  mark: '-',
  parts: [{ key, label, note: null, value }],
});
const upper = (text: string): string => text.toLocaleUpperCase('vi');

/** The record of a handover, with the hands of both sides (R-AST-02). */
export function handoverPaper(handover: Handover, timeOf: (at: number) => string): Paper {
  const hand = (title: string, signature: Handover['giver']) => ({
    title,
    note: '(Ký, ghi rõ họ tên)',
    lines: signature === null ? [] : [signature.title, `Đã ký trên hệ thống lúc ${timeOf(signature.at)}`],
    name: signature?.name ?? null,
  });
  return {
    form: 'assetHandover',
    header: { superior: null, issuer: upper(handover.fromName), number: null },
    title: ['BIÊN BẢN BÀN GIAO THIẾT BỊ'],
    subject: null,
    addressees: [],
    blocks: [
      field('giver', 'Bên giao', handover.fromName),
      field('receiver', 'Bên nhận', handover.toName),
      field('keeper', 'Người trực tiếp quản lý', handover.keeper),
      field('on', 'Ngày bàn giao', dayText(handover.on)),
      {
        kind: 'table',
        key: 'devices',
        columns: [
          { heading: 'TT', width: 6, align: 'center' },
          { heading: 'Mã tài sản', width: 18, align: 'left' },
          { heading: 'Loại thiết bị', width: 24, align: 'left' },
          { heading: 'Kiểu, nhãn hiệu', width: 28, align: 'left' },
          { heading: 'Số sê-ri', width: 24, align: 'left' },
        ],
        rows: handover.assets.map(({ code, kind, model, serial }, index) => [
          String(index + 1),
          code,
          kindWords[kind],
          model,
          serial ?? '',
        ]),
      },
      ...(handover.note === null ? [] : [field('note', 'Ghi chú', handover.note)]),
      {
        kind: 'paragraph',
        text: 'Kể từ khi hai bên ký, bên nhận chịu trách nhiệm quản lý, bảo quản và sử dụng các thiết bị trên đúng mục đích.',
      },
    ],
    dateLine: null,
    signatures: { left: hand('BÊN GIAO', handover.giver), right: hand('BÊN NHẬN', handover.receiver) },
    recipients: [],
  };
}

/** The technical sheet of a device with what its terminal reported last beside it (R-AST-06, R-AST-07; BD Đ10.2b, QN Đ5.2.1). */
export function technicalSheet(
  { asset, sheet, measured }: Pick<AssetDetail, 'asset' | 'sheet' | 'measured'>,
  timeOf: (at: number) => string,
): Paper {
  const asked = fieldsOf(asset.kind);
  const filed = Object.keys(sheet?.fields ?? {}) as SheetField[];
  const rows = [...new Set([...asked, ...filed])].map((name) => [
    sheetFieldWords[name],
    sheet?.fields[name] ?? '',
    measured?.fields[name] ?? '',
    measured?.changes.some((change) => change.field === name) ? 'Khác hồ sơ' : '',
  ]);
  return {
    form: 'technicalSheet',
    header: { superior: null, issuer: upper(asset.custodianName), number: null },
    title: ['PHIẾU THÔNG SỐ KỸ THUẬT THIẾT BỊ'],
    subject: `${kindWords[asset.kind]} ${asset.model}`,
    addressees: [],
    blocks: [
      field('code', 'Mã tài sản', asset.code),
      field('serial', 'Số sê-ri', asset.serial),
      field(
        'site',
        'Điểm cầu',
        [asset.siteName, asset.room].filter((one) => one !== null).join(', ') || null,
      ),
      field('keeper', 'Người quản lý', asset.keeper),
      field(
        'version',
        'Phiên bản hồ sơ',
        sheet === null
          ? null
          : `${sheet.version}, mã ${sheet.code}, lập ${timeOf(sheet.at)} (${sheet.byName})`,
      ),
      {
        kind: 'table',
        key: 'settings',
        columns: [
          { heading: 'Thông số', width: 34, align: 'left' },
          { heading: 'Theo hồ sơ', width: 26, align: 'left' },
          {
            heading: measured === null ? 'Thiết bị báo' : `Thiết bị báo lúc ${timeOf(measured.at)}`,
            width: 26,
            align: 'left',
          },
          { heading: 'Đối chiếu', width: 14, align: 'left' },
        ],
        rows,
      },
    ],
    dateLine: null,
    signatures: {
      left: null,
      right: { title: 'CÁN BỘ KỸ THUẬT', note: '(Ký, ghi rõ họ tên)', lines: [], name: asset.keeper },
    },
    recipients: [],
  };
}

/** The rules of care as a poster for the room (R-AST-09; BD Đ7.4, Đ7.5, Đ7.7). */
export function carePoster(care: NonNullable<AssetRules['care']>): Paper {
  return {
    form: 'carePoster',
    header: null,
    title: ['QUY TẮC BẢO QUẢN THIẾT BỊ', 'PHÒNG HỌP TRỰC TUYẾN'],
    subject: null,
    addressees: [],
    blocks: [
      ...care.rules.map((rule, index) => ({ kind: 'heading' as const, text: `${index + 1}. ${rule}` })),
      { kind: 'paragraph', text: `Theo ${care.cite.map(({ article }) => article).join(', ')} của Quy chế.` },
    ],
    dateLine: null,
    signatures: { left: null, right: null },
    recipients: [],
  };
}
