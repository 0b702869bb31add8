import type { Room, RoomKind, SiteId } from '@nhipcau/contracts';
import { Checkbox, Form } from 'antd';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { TextField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { changeRoom, createRoom } from './calls.ts';
import { CountField, RoomKindField } from './form-fields.tsx';

const MAX_SEATS = 10_000;

interface Values {
  readonly name: string;
  readonly kind: RoomKind;
  readonly seats?: number | null;
  readonly isOpen?: boolean;
}

/** A further room of a site, or what one of them is. */
export function RoomDrawer({
  siteId,
  known,
  onClose,
}: {
  siteId: SiteId;
  known: Room | null;
  onClose: () => void;
}) {
  const t = useText();
  const save = ({ name, kind, seats = null, isOpen = true }: Values) =>
    known
      ? changeRoom(known.roomId, { name, kind, seats, status: isOpen ? 'open' : 'closed' })
      : createRoom({ siteId, name, kind, seats });
  return (
    <ActDrawer<Values>
      title={known ? t('dir.form.changeRoom') : t('dir.form.newRoom')}
      isOpen
      onClose={onClose}
      initial={known ? { ...known, isOpen: known.status === 'open' } : { kind: 'site' }}
      act={save}
    >
      <TextField name="name" label={t('dir.name')} required />
      <RoomKindField name="kind" label={t('dir.form.roomKind')} />
      <CountField name="seats" label={t('column.seats')} max={MAX_SEATS} />
      {known && (
        <Form.Item name="isOpen" valuePropName="checked">
          <Checkbox>{t('dir.form.roomOpen')}</Checkbox>
        </Form.Item>
      )}
    </ActDrawer>
  );
}
