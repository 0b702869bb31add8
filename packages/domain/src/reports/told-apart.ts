interface Named {
  readonly siteId: string;
  readonly name: string;
  /** The district it lies in; null above districts. */
  readonly area: string | null;
}

/** Names of sites by which they are told apart: communes of one name, of which a province has many, bear their district too. */
export function toldApart(sites: readonly Named[]): ReadonlyMap<string, string> {
  const known = new Map(sites.map((site) => [site.siteId, site]));
  const named = Map.groupBy(known.values(), ({ name }) => name);
  return new Map(
    [...known.values()].map(({ siteId, name, area }) => [
      siteId,
      area !== null && (named.get(name)?.length ?? 0) > 1 ? `${name} (${area})` : name,
    ]),
  );
}
