import type { Route } from '../http/route.ts';
import { BoardService } from './board.service.ts';
import { checksRoutes } from './checks.routes.ts';
import { ChecksService } from './checks.service.ts';
import { lineRoutes } from './line.routes.ts';
import { planRoutes } from './plans.routes.ts';
import { PlansService } from './plans.service.ts';
import type { PreparationParts } from './preparation-parts.ts';
import { scriptRoutes } from './scripts.routes.ts';
import { type ScriptParts, ScriptsService } from './scripts.service.ts';

/** The preparation of meetings, wired. */
export function openPreparation(parts: PreparationParts & Pick<ScriptParts, 'press'>): { routes: Route[] } {
  return {
    routes: [
      ...lineRoutes(),
      ...scriptRoutes(new ScriptsService(parts), parts),
      ...planRoutes(new PlansService(parts), parts),
      ...checksRoutes({ ...parts, checks: new ChecksService(parts), board: new BoardService(parts) }),
    ],
  };
}
