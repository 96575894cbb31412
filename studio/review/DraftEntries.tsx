import { useAnnounce } from '../../runtime/pages/shell/Announcer.tsx';
import { useStudio } from '../state/studio-context.ts';
import { IconButton } from '../ui/IconButton.tsx';

/** The draft step by step; each step can be dropped alone. */
export function DraftEntries() {
  const { draft, drop } = useStudio();
  const announce = useAnnounce();
  return (
    <ol className="st-entries">
      {draft.entries.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an entry is told from others by its place alone
        <li key={index}>
          <span>{entry.label}</span>
          <IconButton
            icon="remove"
            label={`Drop: ${entry.label}`}
            onClick={() => {
              drop(index);
              announce.quietly(`Dropped: ${entry.label}`);
            }}
          />
        </li>
      ))}
    </ol>
  );
}
