import './accounts.css';
import { DeviceCondition, type PersonalDevice, PersonalDeviceKind, RegisterDevice } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Form, Input, Modal, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { OfficePage } from '../office/OfficePage.tsx';
import { EndpointKindsPanel } from '../security/EndpointKindsPanel.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { decideDevice, fetchDevices, registerDevice } from './calls.ts';
import { deviceConditionText } from './condition-text.ts';
import { searchable, useOrganisationOptions } from './places.ts';
import { ReasonButton } from './ReasonButton.tsx';

/** Devices of people's own: their conditions, and who let them in. */
export function DevicesPage() {
  const t = useText();
  const [registering, setRegistering] = useState(false);
  const query = useQuery({ queryKey: ['devices'], queryFn: ({ signal }) => fetchDevices(signal) });
  return (
    <OfficePage
      title={t('devices.title')}
      subtitle={t('devices.subtitle')}
      actions={
        <Button type="primary" onClick={() => setRegistering(true)}>
          {t('devices.register')}
        </Button>
      }
    >
      <LoadState query={query}>
        {({ rule, devices }) => (
          <>
            {rule === null ? (
              <Alert type="info" showIcon title={t('devices.silent')} />
            ) : (
              <p className="muted">{t('control.rule', rule)}</p>
            )}
            <DeviceTable devices={devices} />
          </>
        )}
      </LoadState>
      <EndpointKindsPanel />
      {registering && <DeviceDialog onClose={() => setRegistering(false)} />}
    </OfficePage>
  );
}

function DeviceTable({ devices }: { devices: PersonalDevice[] }) {
  const t = useText();
  const [{ tim }] = useListFilter();
  const shown = devices.filter(({ name, identifier, ownerName, organisationName }) =>
    matches(tim, name, identifier, ownerName, organisationName),
  );
  const queries = useQueryClient();
  const deciding = useMutation({
    mutationFn: ({ id, ...body }: { id: string } & Parameters<typeof decideDevice>[1]) =>
      decideDevice(id, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['devices'] }),
  });
  return (
    <section className="register" aria-label={t('devices.title')}>
      <ListTools
        search={t('devices.search')}
        file={{
          name: 'thiet-bi-ca-nhan',
          rows: shown,
          columns: [
            { title: t('devices.name'), cell: ({ name }) => name },
            { title: t('devices.identifier'), cell: ({ identifier }) => identifier },
            { title: t('devices.kind'), cell: ({ kind }) => t(`devices.kind.${kind}`) },
            { title: t('devices.owner'), cell: ({ ownerName }) => ownerName },
            { title: t('accounts.organisation'), cell: ({ organisationName }) => organisationName },
            { title: t('control.state'), cell: ({ state }) => t(`devices.state.${state}`) },
          ],
        }}
      />
      <FailureText code={codeOf(deciding.error)} />
      <Table<PersonalDevice>
        rowKey="id"
        size="middle"
        dataSource={shown}
        locale={{ emptyText: t('devices.none') }}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        columns={[
          {
            title: t('devices.name'),
            render: (_, { name, identifier }) => (
              <span className="accounts-name">
                {name}
                <small>{identifier}</small>
              </span>
            ),
          },
          { title: t('devices.kind'), render: (_, { kind }) => t(`devices.kind.${kind}`) },
          {
            title: t('devices.owner'),
            render: (_, { ownerName, organisationName }) => (
              <span className="accounts-name">
                {ownerName}
                <small>{organisationName}</small>
              </span>
            ),
          },
          {
            title: t('devices.conditions'),
            render: (_, { conditions }) =>
              DeviceCondition.options
                .filter((condition) => !conditions.includes(condition))
                .map((condition) => (
                  <Tag key={condition} color="orange">
                    {t('accounts.factorMissing')} {t(deviceConditionText[condition])}
                  </Tag>
                ))
                .concat(
                  conditions.length === DeviceCondition.options.length
                    ? [<span key="all">{t('control.allMet')}</span>]
                    : [],
                ),
          },
          {
            title: t('control.state'),
            render: (_, { state, reason }) => (
              <>
                {t(`devices.state.${state}`)}
                {reason !== null && <small className="muted"> {reason}</small>}
              </>
            ),
          },
          {
            title: '',
            align: 'right',
            render: (_, { id, state }) => (
              <Space>
                {state === 'waiting' && (
                  <>
                    <Button
                      size="small"
                      type="primary"
                      onClick={() => deciding.mutate({ id, decision: 'approve' })}
                    >
                      {t('devices.approve')}
                    </Button>
                    <ReasonButton
                      label={t('devices.refuse')}
                      onReason={(reason) => deciding.mutate({ id, decision: 'refuse', reason })}
                    />
                  </>
                )}
                {state === 'approved' && (
                  <ReasonButton
                    danger
                    label={t('devices.revoke')}
                    onReason={(reason) => deciding.mutate({ id, decision: 'revoke', reason })}
                  />
                )}
              </Space>
            ),
          },
        ]}
      />
    </section>
  );
}

function DeviceDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  const [form] = Form.useForm();
  const organisations = useOrganisationOptions();
  const registering = useMutation({
    mutationFn: registerDevice,
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: ['devices'] });
    },
  });
  const submit = (fields: object) => {
    const body = RegisterDevice.safeParse({ conditions: [], ...fields });
    if (body.success) registering.mutate(body.data);
  };
  const rules = [{ required: true, message: t('accounts.required') }];
  return (
    <Modal
      open
      width={640}
      title={t('devices.register')}
      okText={t('devices.register')}
      cancelText={t('accounts.cancel')}
      okButtonProps={{ loading: registering.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" initialValues={{ kind: 'laptop' }} onFinish={submit}>
        <div className="account-form">
          <Form.Item name="name" label={t('devices.name')} rules={rules}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="kind" label={t('devices.kind')} rules={rules}>
            <Select
              options={PersonalDeviceKind.options.map((kind) => ({
                value: kind,
                label: t(`devices.kind.${kind}`),
              }))}
            />
          </Form.Item>
          <Form.Item name="identifier" label={t('devices.identifier')} rules={rules}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="ownerName" label={t('devices.owner')} rules={rules}>
            <Input maxLength={200} />
          </Form.Item>
        </div>
        <Form.Item name="organisationId" label={t('accounts.organisation')} rules={rules}>
          <Select {...searchable} options={[...organisations]} />
        </Form.Item>
        <Form.Item name="conditions" label={t('devices.conditions')}>
          <Checkbox.Group
            options={DeviceCondition.options.map((condition) => ({
              value: condition,
              label: t(deviceConditionText[condition]),
            }))}
          />
        </Form.Item>
      </Form>
      <FailureText code={codeOf(registering.error)} />
    </Modal>
  );
}
