import { useMutation } from '@tanstack/react-query';
import { useText } from '../text/language.tsx';
import { Icon } from '../ui/Icon.tsx';

/** The address of the meeting's waiting area, for whoever telephones and is on no list. */
export function DoorAddress({ meetingId }: { meetingId: string }) {
  const t = useText();
  const copy = useMutation({
    mutationFn: () =>
      navigator.clipboard.writeText(new URL(`/vao-hop/${meetingId}`, globalThis.location.origin).href),
  });
  return (
    <button type="button" className="button quiet" onClick={() => copy.mutate()}>
      <Icon name={copy.isSuccess ? 'check' : 'link'} />
      {t(copy.isSuccess ? 'door.addressCopied' : 'door.address')}
    </button>
  );
}
