import { type Ref, useImperativeHandle, useRef } from "react";
import type { Segment, SourceVideo } from "@/api/types";
import { UprightPart } from "@/features/footage/UprightPart";

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

  const { width, height } = sizeOf(video);
  const ratio = width / height;
  const look = `absolute size-full object-contain ${segment?.transform.flip ? "-scale-x-100" : ""}`;
  return (
    <div className="overflow-hidden rounded-xl bg-black [--most:38vh] lg:[--most:60vh]">
      <div
        className="relative mx-auto overflow-hidden"
        style={{ aspectRatio: ratio, width: `min(100%, var(--most) * ${ratio})` }}
      >
        {video.is_still ? (
          <img src={video.video_url} alt={video.name} className={look} />
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
            className={look}
          />
        )}
        {segment && <UprightPart width={width} height={height} transform={segment.transform} />}
      </div>
      {segment && (
        <p className="px-3 py-1 text-sm text-white/85">Framed: what a 9:16 video shows.</p>
      )}
    </div>
  );
}

/** The size of a video's picture; before it is known, that of most footage. */
function sizeOf({ width, height }: SourceVideo) {
  return width && height ? { width, height } : { width: 16, height: 9 };
}
