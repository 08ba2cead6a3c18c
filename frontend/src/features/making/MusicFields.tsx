import { useQuery } from "@tanstack/react-query";
import { musicQuery } from "@/api/assets";
import { detailOf } from "@/lib/problem";
import { Field } from "@/ui/Field";

interface MusicFieldsProps {
  profile: string;
  musicId: string | null;
  belowVoiceLu: number;
  onChange(music: { musicId: string | null; belowVoiceLu: number }): void;
}

/** Which of the store's music sounds under the voice, and how far below it. */
export function MusicFields({ profile, musicId, belowVoiceLu, onChange }: MusicFieldsProps) {
  const music = useQuery(musicQuery(profile));
  const pieces = music.data ?? [];
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        label="Music"
        hint={
          music.error
            ? detailOf(music.error)
            : `Add ${pieces.length > 0 ? "more" : "some"} in the store's settings, under Music.`
        }
      >
        {(ids) => (
          <select
            {...ids}
            className="control"
            value={musicId ?? ""}
            onChange={(event) => onChange({ musicId: event.target.value || null, belowVoiceLu })}
          >
            <option value="">None</option>
            {pieces.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
            {musicId !== null && !pieces.some(({ id }) => id === musicId) && (
              <option value={musicId}>A piece that is not here any more</option>
            )}
          </select>
        )}
      </Field>
      {musicId !== null && (
        <Field label={`Music is ${belowVoiceLu} LU below the voice`}>
          {(ids) => (
            <input
              {...ids}
              type="range"
              min={0}
              max={40}
              step={1}
              className="h-8 w-full accent-ink"
              value={belowVoiceLu}
              onChange={(event) => onChange({ musicId, belowVoiceLu: Number(event.target.value) })}
            />
          )}
        </Field>
      )}
    </div>
  );
}
