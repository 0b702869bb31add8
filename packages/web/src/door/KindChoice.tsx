import type { EndpointKind } from '@nhipcau/contracts';
import { useId } from 'react';
import { useAdmittedKinds } from '../security/use-admitted-kinds.ts';
import { useText } from '../text/language.tsx';

/** As what an endpoint counts that the system does not know; a device of somebody's own is never a stranger. */
export function KindChoice({
  chosen,
  onChoose,
}: {
  chosen: EndpointKind;
  onChoose: (kind: EndpointKind) => void;
}) {
  const t = useText();
  const id = useId();
  const kinds = useAdmittedKinds().kinds.filter((kind) => kind !== 'personalDevice');
  return (
    <label className="field" htmlFor={id}>
      <span>{t('door.asKind')}</span>
      <select
        id={id}
        className="input"
        value={chosen}
        onChange={({ target }) => onChoose(kinds.find((kind) => kind === target.value) ?? chosen)}
      >
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`endpoint.short.${kind}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
