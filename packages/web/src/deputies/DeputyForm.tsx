import type { Deputations, GrantScope, Instant, OrganisationId, UserId } from '@nhipcau/contracts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { fetchOrganisations } from '../approval/calls.ts';
import { Field } from '../approval/Field.tsx';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { MomentInput } from '../ui/DateInputs.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { DateFaults, useDateFaults } from '../ui/TypedPicker.tsx';
import { handsNow, pickedInstant, ZONE } from '../ui/zone.ts';
import { fetchCandidates, giveDeputation } from './calls.ts';

const USUAL_DAYS = 7;

/** Whom, until when: a week from now unless said otherwise. */
export function DeputyForm({
  scopes,
  onDone,
  onBack,
}: {
  scopes: Deputations['scopes'];
  onDone: (after: Deputations) => void;
  onBack: () => void;
}) {
  const t = useText();
  const [deputyId, setDeputy] = useState<UserId | null>(null);
  const [at, setAt] = useState(0);
  const [part, setPart] = useState<OrganisationId | null>(null);
  const [from, setFrom] = useState<Instant>(() => pickedInstant(handsNow().startOf('minute')));
  const [until, setUntil] = useState<Instant>(() =>
    pickedInstant(handsNow().add(USUAL_DAYS, 'day').endOf('day')),
  );
  const { hasFault, tellFault } = useDateFaults();
  const [reason, setReason] = useState('');
  const scope = scopes[at]?.scope;
  const giving = useMutation({
    mutationFn: ({ to, within }: { to: UserId; within: GrantScope }) =>
      giveDeputation({
        deputyId: to,
        scope: within,
        organisationId: part,
        startsAt: from,
        endsAt: until,
        reason: reason.trim() || null,
      }),
    onSuccess: onDone,
  });
  return (
    <form
      className="deputy-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (deputyId !== null && scope && !hasFault) giving.mutate({ to: deputyId, within: scope });
      }}
    >
      <Field label={t('deputy.to')} required>
        <PersonSelect value={deputyId} onChange={setDeputy} />
      </Field>
      {scopes.length > 1 && (
        <Field label={t('deputy.scope')}>
          <Select
            value={at}
            onChange={setAt}
            options={scopes.map(({ name }, index) => ({
              value: index,
              label: name ?? t('deputy.everywhere'),
            }))}
          />
        </Field>
      )}
      {(scope?.kind === 'installation' || scope?.kind === 'organisation') && (
        <Field label={t('deputy.part')}>
          <PartSelect value={part} onChange={setPart} />
        </Field>
      )}
      <DateFaults value={tellFault}>
        <div className="deputy-times">
          <Field label={t('deputy.from')} required>
            <MomentInput value={from} timeZone={ZONE} onChange={setFrom} />
          </Field>
          <Field label={t('deputy.until')} required>
            <MomentInput value={until} timeZone={ZONE} onChange={setUntil} />
          </Field>
        </div>
      </DateFaults>
      <Field label={t('deputy.reason')}>
        <Input maxLength={300} value={reason} onChange={({ target }) => setReason(target.value)} />
      </Field>
      <FailureText code={codeOf(giving.error)} />
      <div className="home-acts">
        <button
          type="submit"
          className="button primary"
          disabled={deputyId === null || !scope || hasFault || giving.isPending}
        >
          {t('deputy.send')}
        </button>
        <button type="button" className="button quiet" onClick={onBack}>
          {t('deputy.back')}
        </button>
      </div>
    </form>
  );
}

function PersonSelect({
  value,
  onChange,
  ...control
}: {
  value: UserId | null;
  onChange: (userId: UserId) => void;
}) {
  const t = useText();
  const [search, setSearch] = useState('');
  const asked = useDeferredValue(search.trim());
  const people = useQuery({
    queryKey: ['deputy-candidates', asked],
    queryFn: ({ signal }) => fetchCandidates(asked, signal),
    placeholderData: (before) => before,
  });
  return (
    <Select<UserId>
      {...control}
      autoFocus
      defaultOpen
      showSearch={{ filterOption: false, onSearch: setSearch }}
      placeholder={t('deputy.toHint')}
      {...(value === null ? {} : { value })}
      onChange={onChange}
      loading={people.isFetching}
      options={(people.data?.people ?? []).map(({ userId, name, title, organisationName }) => ({
        value: userId,
        label: [name, title, organisationName].filter(Boolean).join(', '),
      }))}
    />
  );
}

function PartSelect({
  value,
  onChange,
  ...control
}: {
  value: OrganisationId | null;
  onChange: (organisationId: OrganisationId | null) => void;
}) {
  const t = useText();
  const organisations = useQuery({
    queryKey: ['organisations'],
    queryFn: ({ signal }) => fetchOrganisations(signal),
  });
  return (
    <Select<OrganisationId>
      {...control}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('deputy.partAll')}
      {...(value === null ? {} : { value })}
      onChange={(chosen: OrganisationId | undefined) => onChange(chosen ?? null)}
      options={(organisations.data?.organisations ?? []).map(({ organisationId, name }) => ({
        value: organisationId,
        label: name,
      }))}
    />
  );
}
