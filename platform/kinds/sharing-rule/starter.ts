import { needsObject, type Starter } from '../starter.ts';

/** A rule that shares with nobody until somebody says with whom. */
export const startSharingRule: Starter = ({ label, object }) =>
  object === undefined
    ? needsObject('A sharing rule')
    : {
        value: { label, object, access: 'Read', sharedTo: { roles: [] } },
        next: ['Say in "sharedTo" who gets the access, and with "ownedBy" or "criteria" to which records.'],
      };
