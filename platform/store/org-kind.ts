/** What an org is for. Only production holds what people rely on; a scratch org goes by itself after some days. */
export const ORG_KINDS = ['production', 'sandbox', 'training', 'scratch'] as const;

export type OrgKind = (typeof ORG_KINDS)[number];

/** What the Organization record calls each kind. */
export const ORG_KIND_LABELS: Readonly<Record<OrgKind, string>> = {
  production: 'Production',
  sandbox: 'Sandbox',
  training: 'Training',
  scratch: 'Scratch',
};
