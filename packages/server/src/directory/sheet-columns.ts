import type { SheetKind } from '@nhipcau/contracts';

/** A column of a sheet: its field, the Vietnamese heading of exports, and what else it may be called. */
export interface SheetColumn {
  readonly field: string;
  readonly heading: string;
  readonly needed: boolean;
}

const column = (field: string, heading: string, needed = false): SheetColumn => ({ field, heading, needed });

export const sheetColumns: Readonly<Record<SheetKind, readonly SheetColumn[]>> = {
  organisation: [
    column('id', 'Mã', true),
    column('code', 'Ký hiệu', true),
    column('name', 'Tên', true),
    column('levelCode', 'Cấp', true),
    column('kind', 'Loại', true),
    column('parentId', 'Mã cấp trên'),
    column('address', 'Địa chỉ'),
    column('telephone', 'Điện thoại'),
    column('email', 'Thư điện tử'),
  ],
  site: [
    column('id', 'Mã', true),
    column('number', 'Số', true),
    column('name', 'Tên', true),
    column('organisationId', 'Mã đơn vị', true),
    column('levelCode', 'Cấp', true),
    column('nodeId', 'MCU', true),
    column('address', 'Địa chỉ'),
    column('room', 'Phòng họp'),
    column('terminal', 'Thiết bị'),
    column('network', 'Mạng'),
    column('roles', 'Vai trò'),
    column('dutyTitle', 'Người trực'),
    column('dutyPhone', 'Điện thoại trực'),
  ],
  room: [
    column('id', 'Mã', true),
    column('siteId', 'Mã điểm cầu', true),
    column('name', 'Tên', true),
    column('kind', 'Chức năng'),
    column('seats', 'Số chỗ'),
    column('status', 'Trạng thái'),
  ],
  asset: [
    column('id', 'Mã tài sản', true),
    column('kind', 'Loại', true),
    column('name', 'Kiểu, nhãn hiệu', true),
    column('serial', 'Số sê-ri'),
    column('ownerId', 'Mã đơn vị sở hữu', true),
    column('custodianId', 'Mã đơn vị quản lý', true),
    column('keeper', 'Người quản lý'),
    column('siteId', 'Mã điểm cầu'),
    column('room', 'Phòng'),
    column('funding', 'Nguồn kinh phí'),
    column('cause', 'Nguồn gốc'),
    column('acquiredOn', 'Ngày tiếp nhận'),
    column('note', 'Ghi chú'),
  ],
};

export const reformColumns: readonly SheetColumn[] = [
  column('oldCode', 'Ký hiệu cũ', true),
  column('oldName', 'Tên cũ'),
  column('relation', 'Quan hệ', true),
  column('newCode', 'Ký hiệu mới', true),
  column('newName', 'Tên mới', true),
  column('parentCode', 'Ký hiệu cấp trên mới'),
  column('effectiveOn', 'Ngày hiệu lực', true),
  column('decree', 'Văn bản', true),
];

/** Words of a reform's sheet, without marks. */
export const relationWords: Readonly<Record<string, 'merge' | 'split' | 'rename' | 'transfer' | 'end'>> = {
  'sap nhap': 'merge',
  merge: 'merge',
  chia: 'split',
  'chia tach': 'split',
  split: 'split',
  'doi ten': 'rename',
  rename: 'rename',
  chuyen: 'transfer',
  transfer: 'transfer',
  'ket thuc': 'end',
  end: 'end',
};
