import { OrganisationId } from '@nhipcau/contracts';
import { z } from 'zod';

/** Whose templates are shown, in the address of the page; absent: those of the office one works for. */
export const TemplateSearch = z.object({ donVi: OrganisationId.optional().catch(undefined) });
export type TemplateSearch = z.infer<typeof TemplateSearch>;
