import { Upload } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { Button } from "@/ui/Button";

interface DropZoneProps {
  /** Whether there is footage already: then the zone steps back. */
  compact: boolean;
  onFiles(files: File[]): void;
}

/** Takes videos that are dropped on it or chosen by its button. */
export function DropZone({ compact, onFiles }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const files = [...event.dataTransfer.files];
    if (files.length > 0) onFiles(files);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition; the button does the same.
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`flex flex-wrap items-center gap-x-4 gap-y-3 rounded-xl border border-dashed px-4 transition-colors ${compact ? "py-3" : "py-7"} ${isOver ? "border-ink bg-sunken" : "border-muted/60"}`}
    >
      <Button onClick={() => input.current?.click()}>
        <Upload className="size-4" aria-hidden />
        {compact ? "Add footage" : "Choose videos"}
      </Button>
      <p className="min-w-0 flex-1 basis-48 text-muted">
        or drop them here. Videos and pictures, landscape or portrait, with or without sound, up to
        500 MB each.
      </p>
      <input
        ref={input}
        type="file"
        multiple
        accept="video/*,.mkv,.mov,.avi,.ts,.mp4,.webm,image/jpeg,image/png,image/webp"
        className="hidden"
        aria-label="Footage files"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </div>
  );
}
