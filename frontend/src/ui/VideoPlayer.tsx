import { useState } from "react";
import { Button } from "@/ui/Button";

interface VideoPlayerProps {
  label: string;
  src: string;
  poster: string;
  /** Fetches new addresses; those of media live an hour. */
  onReload(): void;
}

/** A vertical video, with a way out when its address has run out. */
export function VideoPlayer({ label, src, poster, onReload }: VideoPlayerProps) {
  const [brokenSrc, setBrokenSrc] = useState<string | null>(null);
  if (brokenSrc === src) {
    return (
      <div
        role="alert"
        className="grid size-full place-content-center justify-items-center gap-3 bg-black p-6 text-center text-white"
      >
        <p>The video did not load. Its address may have run out.</p>
        <Button
          onClick={() => {
            setBrokenSrc(null);
            onReload();
          }}
        >
          Load it again
        </Button>
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/useMediaCaption: the captions are burned into the picture.
    <video
      key={src}
      aria-label={label}
      src={src}
      poster={poster}
      controls
      playsInline
      preload="metadata"
      onError={() => setBrokenSrc(src)}
      className="size-full bg-black object-contain"
    />
  );
}
