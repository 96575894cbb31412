import type { Argument, Command, Option } from 'commander';
import type { CommandDoc, CommandPart } from '../../runtime/docs/commands-doc.ts';
import { formworkProgram } from './program.ts';

/** Every command that does something, as its own definition tells it. */
export function commandDocs(): CommandDoc[] {
  return formworkProgram().commands.flatMap((command) => withInner(command, []));
}

function withInner(command: Command, above: readonly string[]): CommandDoc[] {
  const names = [...above, command.name()];
  if (command.commands.length > 0) return command.commands.flatMap((inner) => withInner(inner, names));
  return [
    {
      name: names.join(' '),
      description: command.description(),
      arguments: command.registeredArguments.map(argumentPart),
      options: command.options.filter(({ hidden }) => !hidden).map(optionPart),
    },
  ];
}

function argumentPart({
  required,
  variadic,
  description,
  argChoices,
  ...argument
}: Argument & { readonly _name?: string }): CommandPart {
  const name = `${argument._name ?? ''}${variadic ? '...' : ''}`;
  return {
    written: required ? `<${name}>` : `[${name}]`,
    description: sentence(description),
    isRequired: required,
    ...(argChoices ? { choices: argChoices } : {}),
  };
}

function optionPart({ flags, description, mandatory, argChoices }: Option): CommandPart {
  return {
    written: flags,
    description: sentence(description),
    isRequired: mandatory,
    ...(argChoices ? { choices: argChoices } : {}),
  };
}

/** Help is written in fragments, pages in sentences. */
function sentence(words: string): string {
  const capital = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(capital) || capital === '' ? capital : `${capital}.`;
}
