import { useQuery, useQueryClient } from "@tanstack/react-query";
import { addMusic, musicQuery, removeMusic } from "@/api/assets";
import { FileShelf } from "@/features/assets/FileShelf";
import { formatDuration } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Notice } from "@/ui/Notice";

/** The music of a store: what there is to hear, and ways to add and to remove. */
export function Music({ profile }: { profile: string }) {
  const queryClient = useQueryClient();
  const { data: music, error } = useQuery(musicQuery(profile));
  if (error) return <Notice tone="danger">{detailOf(error)}</Notice>;
  return (
    <FileShelf
      action="Add music…"
      accept="audio/*,.mp3,.m4a,.wav,.ogg,.flac"
      empty="No music yet. A piece of yours can sound under the voice; it gives way while somebody speaks."
      items={music}
      adding={addMusic(queryClient, profile)}
      removing={removeMusic(queryClient, profile)}
      show={(piece) => (
        <>
          <p className="min-w-0 flex-1">
            <span className="block truncate font-medium" title={piece.name}>
              {piece.name}
            </span>
            <span className="text-muted text-sm tabular-nums">
              {formatDuration(piece.duration_ms)}, {piece.loudness_lufs.toFixed(1)} LUFS
            </span>
          </p>
          {/* biome-ignore lint/a11y/useMediaCaption: it is music. */}
          <audio
            controls
            preload="none"
            src={piece.audio_url}
            aria-label={`Listen to ${piece.name}`}
            className="h-9 w-56 max-w-full"
          />
        </>
      )}
    />
  );
}
