import { Captions, Download, ScrollText } from "lucide-react";
import { formatDuration, formatSize } from "@/lib/format";
import { Button, buttonLook } from "@/ui/Button";
import { Facts } from "@/ui/Facts";
import { Notice } from "@/ui/Notice";

interface ClipDetailsProps {
  clip: {
    duration_ms: number;
    width: number;
    height: number;
    size_bytes: number;
    loudness_lufs: number;
    voice_label: string;
    notes: string[];
    missing_file: string | null;
    download_url: string;
    captions_url: string;
    recipe_url: string | null;
    stale: string[];
  };
  /** Fetches the captions as WebVTT and saves them. */
  onSaveVtt(): void;
  /** Why that did not work. */
  problem: string | null;
}

/** What can be had of a clip, what was measured of it, and what the person should know; without a file, the last. */
export function ClipDetails({ clip, onSaveVtt, problem }: ClipDetailsProps) {
  return (
    <div className="grid gap-4">
      {clip.missing_file === null && (
        <>
          <div className="flex flex-wrap gap-2">
            <a href={clip.download_url} download className={buttonLook("primary")}>
              <Download className="size-4" aria-hidden />
              Download video
            </a>
            <a href={clip.captions_url} download className={buttonLook("plain")}>
              <Captions className="size-4" aria-hidden />
              Captions file
            </a>
            {clip.recipe_url !== null && (
              <a href={clip.recipe_url} download className={buttonLook("plain")}>
                <ScrollText className="size-4" aria-hidden />
                Recipe
              </a>
            )}
            <Button onClick={onSaveVtt}>
              <Captions className="size-4" aria-hidden />
              Captions for the web
            </Button>
          </div>
          {problem !== null && <Notice tone="danger">{problem}</Notice>}
          <Facts
            facts={[
              ["Length", formatDuration(clip.duration_ms)],
              ["Size", formatSize(clip.size_bytes)],
              ["Loudness", `${clip.loudness_lufs.toFixed(1)} LUFS`],
              ["Picture", `${clip.width} × ${clip.height}`],
              ["Voice", clip.voice_label],
            ]}
          />
        </>
      )}
      {clip.stale.length > 0 && (
        <Notice tone="caution">
          Since this video was made, {clip.stale.join(", ")}. Generate it again to have it as it is
          now.
        </Notice>
      )}
      {clip.notes.map((note) => (
        <Notice key={note} tone="caution">
          {note}
        </Notice>
      ))}
    </div>
  );
}
