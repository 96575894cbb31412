import type { Starter } from '../starter.ts';

/** A manifest; its dependencies are npm's. */
export const startPackage: Starter = ({ name, label, given }) => {
  const { version = '0.1.0', label: said = label, description } = given;
  const formwork = { label: said, ...(description === undefined ? {} : { description }) };
  return {
    value: { name, version, dependencies: {}, formwork },
    next: ['formwork new object NAME__c'],
  };
};
