import { useQuery } from "@tanstack/react-query";
import { liveStateQuery } from "@/features/jobs/live";
import { Notice } from "@/ui/Notice";

/** Says when the screen is no longer live; it comes back by itself. */
export function LiveNotice({ profile }: { profile: string }) {
  const { data: state } = useQuery(liveStateQuery(profile));
  if (state !== "retrying" && state !== "refused") return null;
  return (
    <output className="appear-late mx-auto block max-w-6xl px-4 pt-4 sm:px-6">
      <Notice tone="caution">
        {state === "retrying"
          ? "Live progress is interrupted: the API does not answer. Trying again by itself; if it stays so, start it with ./start-dev.sh."
          : "The API refused live progress for this store. Reload the page to try again."}
      </Notice>
    </output>
  );
}
