import { type Ref, useImperativeHandle, useRef } from "react";
import type { Segment, SourceVideo } from "@/api/types";

/** What the page may ask of the player. */
export interface SegmentPlayerHandle {
  /** Plays a segment from its beginning to its end. */
  play(segment: Segment): void;
  /** Where the player stands. */
  nowMs(): number;
}

interface SegmentPlayerProps {
  ref: Ref<SegmentPlayerHandle>;
  video: SourceVideo;
  /** Whose transform is shown. */
  segment: Segment | undefined;
}

/** The small video of the footage; it stops where the scene that it plays ends. */
export function SegmentPlayer({ ref, video, segment }: SegmentPlayerProps) {
  const element = useRef<HTMLVideoElement>(null);
  const endMs = useRef(Number.POSITIVE_INFINITY);

  useImperativeHandle(ref, () => ({
    nowMs: () => Math.round((element.current?.currentTime ?? 0) * 1000),
    play: (chosen) => {
      const player = element.current;
      if (!player) return;
      endMs.current = chosen.end_ms;
      player.currentTime = chosen.start_ms / 1000;
      player.playbackRate = chosen.transform.speed_percent / 100;
      // A browser may refuse to play; then the first frame of the scene is shown.
      player.play().catch(() => player.pause());
    },
  }));

  function stopAtEnd() {
    const player = element.current;
    if (!player || player.currentTime * 1000 < endMs.current) return;
    player.pause();
    endMs.current = Number.POSITIVE_INFINITY;
  }

  const frame = "max-h-[38vh] w-full bg-black object-contain lg:max-h-[60vh]";
  return (
    <div className="overflow-hidden rounded-xl bg-black">
      {video.is_still ? (
        <img src={video.video_url} alt={video.name} className={frame} style={shown(segment)} />
      ) : (
        <video
          ref={element}
          aria-label={`Player of ${video.name}`}
          src={video.viewing?.proxy_url ?? video.video_url}
          controls
          muted
          playsInline
          preload="metadata"
          onTimeUpdate={stopAtEnd}
          className={frame}
          style={shown(segment)}
        />
      )}
    </div>
  );
}

/** Shows the picture as the render frames it; its colours are the render's alone. */
function shown(segment: Segment | undefined) {
  if (!segment) return {};
  const { flip, zoom_percent, pan_x_percent, pan_y_percent } = segment.transform;
  const zoom = zoom_percent / 100;
  return {
    transform: `scale(${flip ? -zoom : zoom}, ${zoom})`,
    transformOrigin:
      zoom_percent === 100
        ? "center"
        : `${(pan_x_percent + 100) / 2}% ${(pan_y_percent + 100) / 2}%`,
  };
}
