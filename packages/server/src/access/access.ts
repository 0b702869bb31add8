import type { Clock } from '@nhipcau/base';
import type { ServerConfig } from '../config.ts';
import type { Database } from '../database/database.ts';
import type { Route } from '../http/route.ts';
import { AccessSteps } from './access-steps.ts';
import { accountRoutes } from './accounts.routes.ts';
import { AccountsService } from './accounts.service.ts';
import { controlRoutes } from './control.routes.ts';
import { ControlService } from './control.service.ts';
import { IdentityService } from './identity.service.ts';
import { InstallationKey } from './installation-key.ts';
import { Oidc } from './oidc.ts';
import { PasswordsService } from './passwords.service.ts';
import { PersonalDevicesService } from './personal-devices.service.ts';
import { RightsReviewService } from './rights-review.ts';
import { securityRoutes } from './security.routes.ts';
import { SecurityService } from './security.service.ts';
import { sessionRoutes } from './session.routes.ts';
import { SessionsService } from './sessions.service.ts';
import { SignInService } from './sign-in.service.ts';
import { Totp } from './totp.ts';

export interface Access {
  readonly sessions: SessionsService;
  readonly accounts: AccountsService;
  readonly devices: PersonalDevicesService;
  readonly routes: readonly Route[];
}

/** Who gets in and how: sessions, second factors, the own account; wired. */
export function openAccess({
  database,
  clock,
  config,
}: {
  database: Database;
  clock: Clock;
  config: ServerConfig;
}): Access {
  const { requireSecondFactor, idleLock, sessionLifeS, signInsPerMinute } = config;
  const common = { database, clock };
  const key = InstallationKey.load(config.dataDir);
  const oidc = config.oidc ? new Oidc(config.oidc) : null;
  const sessions = new SessionsService({
    ...common,
    lifeMs: sessionLifeS * 1000,
    requireSecondFactor,
    idleLock,
  });
  const steps = new AccessSteps(common);
  const totp = new Totp({ key, clock });
  const passwords = new PasswordsService({ ...common, sessions, requireSecondFactor });
  const signIn = new SignInService({ ...common, sessions, steps, totp });
  const identities = new IdentityService({ ...common, steps, key, oidc, signIn });
  const security = new SecurityService({
    ...common,
    sessions,
    passwords,
    steps,
    totp,
    oidc,
    requireSecondFactor,
  });
  const accounts = new AccountsService({ ...common, sessions, requireSecondFactor });
  const devices = new PersonalDevicesService(common);
  const review = new RightsReviewService({ ...common, requireSecondFactor });
  return {
    sessions,
    accounts,
    devices,
    routes: [
      ...sessionRoutes({ ...common, sessions, signIn, security, identities, oidc, signInsPerMinute }),
      ...securityRoutes({ ...common, security, passwords, identities }),
      ...accountRoutes({ ...common, accounts, review }),
      ...controlRoutes({
        ...common,
        control: new ControlService({ ...common, sessions }),
        devices,
      }),
    ],
  };
}
