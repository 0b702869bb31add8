import './notices.css';
import { type NoticeParties, OrganisationId } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Select, Table } from 'antd';
import { useState } from 'react';
import { searchable, useOrganisationOptions } from '../accounts/places.ts';
import { ARROW } from '../directory/words.ts';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { fetchParties, setParty } from './calls.ts';

type Role = NoticeParties['roles'][number];

/** Whom the roles of notices mean here, where it is not whom the regulation's rules find. */
export function PartiesPage() {
  const t = useText();
  const query = useQuery({ queryKey: ['notice-parties'], queryFn: ({ signal }) => fetchParties(signal) });
  return (
    <OfficePage
      title={t('notice.parties.title')}
      subtitle={
        <>
          <Link to="/thong-bao">{t('notice.title')}</Link>
          <span aria-hidden="true">{ARROW}</span>
          {t('notice.parties.subtitle')}
        </>
      }
    >
      <LoadState query={query} isEmpty={({ roles }) => roles.length === 0} empty={t('notice.parties.none')}>
        {({ roles }) => (
          <Table
            size="middle"
            rowKey="role"
            dataSource={[...roles]}
            pagination={{ pageSize: 60, hideOnSinglePage: true }}
            columns={[
              {
                title: t('notice.parties.role'),
                width: '28%',
                render: (_, { name }) => <strong>{name}</strong>,
              },
              {
                title: t('notice.parties.found'),
                width: '26%',
                render: (_, { found, organisationIds }) =>
                  organisationIds.length > 0 ? (
                    <span className="muted">{t('notice.parties.replaced')}</span>
                  ) : (
                    found.slice(0, 6).join(', ') || (
                      <span className="muted">{t('notice.parties.inMeeting')}</span>
                    )
                  ),
              },
              { title: t('notice.parties.named'), render: (_, role) => <Named role={role} /> },
            ]}
          />
        )}
      </LoadState>
    </OfficePage>
  );
}

function Named({ role: { role, name, organisationIds } }: { role: Role }) {
  const t = useText();
  const queries = useQueryClient();
  const options = useOrganisationOptions();
  const [chosen, setChosen] = useState<readonly string[]>(organisationIds);
  const saving = useMutation({
    mutationFn: () => setParty(role, { organisationIds: chosen.map((id) => OrganisationId.parse(id)) }),
    onSuccess: (data) => queries.setQueryData(['notice-parties'], data),
  });
  const isChanged = [...chosen].sort().join() !== [...organisationIds].sort().join();
  return (
    <div className="ntc-party">
      <Select
        {...searchable}
        mode="multiple"
        maxCount={20}
        aria-label={t('notice.parties.of', { name })}
        placeholder={t('notice.parties.byRule')}
        value={[...chosen]}
        options={[...options]}
        onChange={setChosen}
      />
      <Button type="primary" disabled={!isChanged} loading={saving.isPending} onClick={() => saving.mutate()}>
        {t('staff.save')}
      </Button>
      <FailureText code={codeOf(saving.error)} />
    </div>
  );
}
