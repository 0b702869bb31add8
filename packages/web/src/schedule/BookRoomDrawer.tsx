import { RoomId, SiteId } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { searchable } from '../accounts/places.ts';
import { fetchFormRules, fetchSites } from '../approval/calls.ts';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { TextField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { pickedInstant } from '../ui/zone.ts';
import { bookLocalUse, fetchRoomsOf } from './calls.ts';
import { TimeFields } from './TimeFields.tsx';

interface Values {
  readonly siteId: string;
  readonly roomId: string;
  readonly title: string;
  readonly from: Dayjs;
  readonly to: Dayjs;
}

/** Takes a room of one's own organisations for something that is no conference. */
export function BookRoomDrawer({ onClose }: { onClose: () => void }) {
  const t = useText();
  return (
    <ActDrawer<Values>
      title={t('schedule.local.book')}
      isOpen
      onClose={onClose}
      initial={{}}
      submit={t('schedule.local.book')}
      act={({ roomId, title, from, to }) =>
        bookLocalUse({
          roomId: RoomId.parse(roomId),
          title,
          start: pickedInstant(from),
          end: pickedInstant(to),
        })
      }
    >
      <SiteField />
      <Form.Item noStyle dependencies={['siteId']}>
        {({ getFieldValue }) => <RoomField siteId={getFieldValue('siteId') ?? null} />}
      </Form.Item>
      <TextField name="title" label={t('schedule.local.for')} required />
      <TimeFields />
      <p className="muted">{t('schedule.local.about')}</p>
    </ActDrawer>
  );
}

/** Sites of the organisations this person works for. */
function SiteField() {
  const t = useText();
  const rules = useQuery({
    queryKey: ['registration-rules'],
    queryFn: ({ signal }) => fetchFormRules(signal),
  });
  const sites = useQuery({ queryKey: ['sites'], queryFn: ({ signal }) => fetchSites(signal) });
  const own = new Set<string>(rules.data?.hosts.map(({ organisationId }) => organisationId));
  const options = (sites.data?.sites ?? [])
    .filter(({ organisationId }) => own.has(organisationId))
    .map(({ siteId, number, name }) => ({ value: siteId, label: `${number} · ${name}` }));
  return (
    <Form.Item name="siteId" label={t('dir.site')} rules={[{ required: true }]}>
      <Select {...searchable} loading={rules.isPending || sites.isPending} options={options} />
    </Form.Item>
  );
}

function RoomField({ siteId }: { siteId: string | null }) {
  const t = useText();
  const rooms = useQuery({
    queryKey: ['rooms', siteId],
    queryFn: ({ signal }) => fetchRoomsOf(SiteId.parse(siteId), signal),
    enabled: siteId !== null,
  });
  const options = (rooms.data?.rooms ?? [])
    .filter(({ status }) => status === 'open')
    .map(({ roomId, name }) => ({ value: roomId, label: name }));
  return (
    <Form.Item name="roomId" label={t('dir.room')} rules={[{ required: true }]}>
      <Select disabled={siteId === null} loading={siteId !== null && rooms.isPending} options={options} />
    </Form.Item>
  );
}
