import type { MeetingId } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useEffect, useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { fetchPrint, type Printable } from './calls.ts';

/** The printed page beside the file, before it is saved or issued. */
export function FormPreview({
  meetingId,
  what,
  onSave,
  onClose,
}: {
  meetingId: MeetingId;
  what: Printable | null;
  onSave: (what: Printable) => void;
  onClose: () => void;
}) {
  const t = useText();
  return (
    <Drawer
      open={what !== null}
      onClose={onClose}
      size="min(920px, 96vw)"
      title={what?.name}
      destroyOnHidden
      styles={{ body: { padding: 0, display: 'flex', flexDirection: 'column' } }}
      extra={
        what !== null && (
          <Button type="primary" onClick={() => onSave(what)}>
            {t('forms.savePdf')}
          </Button>
        )
      }
    >
      {what !== null && <Sheet meetingId={meetingId} what={what} />}
    </Drawer>
  );
}

function Sheet({ meetingId, what }: { meetingId: MeetingId; what: Printable }) {
  const t = useText();
  const query = useQuery({
    queryKey: ['print', meetingId, what],
    queryFn: ({ signal }) => fetchPrint(meetingId, what, 'pdf', signal),
    gcTime: 0,
    retry: false,
  });
  const address = useAddress(query.data);
  return (
    <LoadState query={query}>
      {() =>
        address !== null && (
          <iframe className="form-preview" title={t('forms.previewOf', { name: what.name })} src={address} />
        )
      }
    </LoadState>
  );
}

/** An address for bytes as long as they are shown. */
function useAddress(bytes: Blob | undefined): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!bytes) return;
    const made = URL.createObjectURL(bytes);
    setAddress(made);
    return () => {
      setAddress(null);
      URL.revokeObjectURL(made);
    };
  }, [bytes]);
  return address;
}
