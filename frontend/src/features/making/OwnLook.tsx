import { useSuspenseQuery } from "@tanstack/react-query";
import { profileQuery } from "@/api/profiles";
import type { VideoLook } from "@/api/types";
import { LookFields } from "@/features/making/LookFields";
import { Check } from "@/ui/Check";

interface OwnLookProps {
  profile: string;
  /** Null: as the store's. */
  look: VideoLook | null;
  onChange(look: VideoLook | null): void;
}

/** Whether a project has the look of its store or one of its own, which begins as the store's. */
export function OwnLook({ profile, look, onChange }: OwnLookProps) {
  const { data: store } = useSuspenseQuery(profileQuery(profile));
  return (
    <div className="grid gap-4">
      <Check
        label="The look of the store's settings"
        checked={look === null}
        onChange={(is) => onChange(is ? null : store.making_defaults.look)}
      />
      {look && <LookFields profile={profile} look={look} onChange={onChange} />}
    </div>
  );
}
