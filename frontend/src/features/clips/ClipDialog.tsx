import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Send } from "lucide-react";
import type { ReactNode } from "react";
import { clipsKey, saveVtt } from "@/api/clips";
import type { Clip } from "@/api/types";
import { RenderAgain } from "@/features/clips/RenderAgain";
import { detailOf } from "@/lib/problem";
import { forgetUrls } from "@/lib/signed-urls";
import { buttonLook } from "@/ui/Button";
import { ClipDetails } from "@/ui/ClipDetails";
import { Dialog } from "@/ui/Dialog";
import { VideoPlayer } from "@/ui/VideoPlayer";

interface ClipDialogProps {
  profile: string;
  clip: Clip;
  /** What else can be done with it. */
  action: ReactNode;
  onClose(): void;
}

/** Plays a clip over the library. */
export function ClipDialog({ profile, clip, action, onClose }: ClipDialogProps) {
  const queryClient = useQueryClient();
  const vtt = useMutation(saveVtt(profile));
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={clip.project_name}
      description={`Variant ${clip.variant}`}
    >
      <div className="grid items-start gap-6 sm:grid-cols-[minmax(0,18rem)_minmax(0,1fr)]">
        <div className="mx-auto aspect-9/16 max-h-[70dvh] w-full overflow-hidden rounded-2xl bg-black">
          {clip.missing_file === null && (
            <VideoPlayer
              label={`${clip.project_name}, variant ${clip.variant}`}
              src={clip.video_url}
              poster={clip.thumbnail_url}
              onReload={() => {
                forgetUrls();
                void queryClient.invalidateQueries({ queryKey: clipsKey(profile) });
              }}
            />
          )}
        </div>
        <div className="grid gap-4">
          <ClipDetails
            clip={clip}
            onSaveVtt={() => vtt.mutate(clip)}
            problem={vtt.error && detailOf(vtt.error)}
          />
          <div className="flex flex-wrap gap-2">
            {clip.missing_file === null && (
              <Link
                to="/p/$profile/publishing"
                params={{ profile }}
                search={{ clip: clip.id }}
                className={buttonLook("plain")}
              >
                <Send className="size-4" aria-hidden />
                Publish
              </Link>
            )}
            {action}
          </div>
          {clip.recipe_url !== null && <RenderAgain profile={profile} clip={clip} />}
        </div>
      </div>
    </Dialog>
  );
}
