import { IconButton } from '../ui/IconButton.tsx';

interface MoveButtonsProps {
  readonly label: string;
  readonly index: number;
  readonly count: number;
  readonly onMove: (index: number) => void;
}

/** The same moves as by drag, for those who would rather press a button. */
export function MoveButtons({ label, index, count, onMove }: MoveButtonsProps) {
  if (count < 2) return null;
  return (
    <>
      <IconButton icon="up" label={`Move ${label} up`} disabled={index === 0} onClick={() => onMove(index - 1)} />
      <IconButton
        icon="down"
        label={`Move ${label} down`}
        disabled={index === count - 1}
        onClick={() => onMove(index + 1)}
      />
    </>
  );
}
